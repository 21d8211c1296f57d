package dev.penstock.sandbox.demo;

import dev.penstock.sandbox.gitops.Environment;
import dev.penstock.sandbox.gitops.GitOps;
import dev.penstock.sandbox.gitops.Stage;
import dev.penstock.sandbox.gitops.Team;
import dev.penstock.sandbox.gitops.Travel;
import dev.penstock.sandbox.gitops.Travel.What;
import java.io.IOException;
import java.io.PrintStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Plays a team whose commits Argo CD carries from one environment to the next: two that arrive in
 * prod, one that is stopped before it, and what takes that one back.
 */
final class OnGitOps {
  private static final Duration LIMIT = Duration.ofMinutes(10);
  private static final String PATH = "sales/orders";
  private static final String TABLE = "sales.orders";

  private final Installation installation;
  private final Phases phases;
  private final Phases.Work<GitOps> start;
  private final Counts counts;
  private final PrintStream out;
  private final Kubectl kubectl;
  private final List<Outcome.Line> lines = new ArrayList<>();

  /**
   * A play that has not begun.
   *
   * @param start starts Argo CD and the environments once the operator is there
   */
  OnGitOps(
      Installation installation,
      Phases phases,
      Phases.Work<GitOps> start,
      Counts counts,
      PrintStream out) {
    this.installation = installation;
    this.phases = phases;
    this.start = start;
    this.counts = counts;
    this.out = out;
    this.kubectl = installation.kubectl();
  }

  Outcome run() throws IOException, InterruptedException {
    phases.act("Runner and operator to the node", installation::importImages);
    phases.act("CRDs and operator", installation::installOperator);
    GitOps gitOps = phases.time("Argo CD and three environments", start);
    try {
      phases.act("The repository arrives", () -> arrive(gitOps));
      kubectl.show(out, "get", "etlpipelines", "--all-namespaces");
      phases.firstTableShown();
      phases.act("Rows counted", () -> count(gitOps));
      phases.act("A commit travels", () -> travel(gitOps));
      Map<String, Long> before = generations(gitOps);
      String bad = phases.time("A commit is stopped in pre-prod", () -> stop(gitOps, before));
      phases.act("It is taken back", () -> takeBack(gitOps, bad, before));
      kubectl.show(out, "get", "etlruns", "--all-namespaces");
      Outcome outcome = new Outcome(lines);
      outcome.print(out, "ENVIRONMENT");
      if (!outcome.asExpected()) {
        evidence(gitOps);
      }
      new GitOpsToTry(kubectl, gitOps).print(out);
      return outcome;
    } catch (IOException | RuntimeException e) {
      if (!Thread.currentThread().isInterrupted()) {
        evidence(gitOps);
      }
      throw e;
    }
  }

  private void arrive(GitOps gitOps) throws IOException, InterruptedException {
    gitOps.team().let("applicationset-progressive.yaml");
    Travel travel = follow(gitOps, gitOps.first(), t -> t.saw("prod", What.HEALTHY));
    everywhereVerified(gitOps, travel, "first commit");
  }

  private void travel(GitOps gitOps) throws IOException, InterruptedException {
    String commit = gitOps.team().namesMissingSegments();
    show(gitOps.team());
    Travel travel = follow(gitOps, commit, t -> t.saw("prod", What.HEALTHY));
    everywhereVerified(gitOps, travel, "a better step");
  }

  private String stop(GitOps gitOps, Map<String, Long> before)
      throws IOException, InterruptedException {
    misfile(gitOps.environment("pre-prod"));
    out.println("  In the shop of pre-prod, and only there, an order has the status 'lost'.");
    String commit = gitOps.team().demandsKnownStatus();
    show(gitOps.team());
    Travel travel = follow(gitOps, commit, t -> t.saw("pre-prod", What.DEGRADED));
    lines.add(line("dev", "a check more", "Verified", verified(travel, "dev")));
    lines.add(
        line(
            "pre-prod",
            "a check more",
            "Degraded",
            travel.saw("pre-prod", What.DEGRADED) ? "Degraded" : "not Degraded"));
    lines.add(untouched(gitOps, "a check more", before));
    return commit;
  }

  private void takeBack(GitOps gitOps, String bad, Map<String, Long> before)
      throws IOException, InterruptedException {
    String commit = gitOps.team().reverts(bad);
    out.println("  $ git revert " + bad.substring(0, 7));
    Travel travel =
        follow(
            gitOps,
            commit,
            t ->
                gitOps.environments().stream()
                    .allMatch(environment -> t.saw(environment.name(), What.HEALTHY)));
    lines.add(line("dev", "taken back", "Verified", verified(travel, "dev")));
    lines.add(line("pre-prod", "taken back", "Verified", verified(travel, "pre-prod")));
    lines.add(untouched(gitOps, "taken back", before));
  }

  private void everywhereVerified(GitOps gitOps, Travel travel, String what) {
    for (Environment environment : gitOps.environments()) {
      String name = environment.name();
      lines.add(line(name, what, "Verified", verified(travel, name)));
    }
  }

  private Outcome.Line untouched(GitOps gitOps, String what, Map<String, Long> before) {
    return line(
        "prod",
        what,
        "untouched",
        Objects.equals(generations(gitOps).get("prod"), before.get("prod"))
            ? "untouched"
            : "changed");
  }

  private void count(GitOps gitOps) throws IOException {
    for (Environment environment : gitOps.environments()) {
      long rows = environment.shop().count("orders");
      lines.add(
          Outcome.Line.equal(
              environment.name(),
              "rows in " + environment.bucket(),
              rows,
              counts.inS3(environment.bucket(), PATH)));
      lines.add(
          Outcome.Line.equal(
              environment.name(),
              "rows in its warehouse",
              rows,
              Counts.inWarehouse(environment, TABLE)));
    }
  }

  private Travel follow(GitOps gitOps, String commit, Predicate<Travel> enough)
      throws IOException, InterruptedException {
    return gitOps.promotion().follow(commit, LIMIT, this::tell, enough);
  }

  private void tell(Travel.Event event) {
    String what =
        switch (event.what()) {
          case SYNCED -> "holds the commit";
          case VERIFIED -> "Verified: " + event.detail();
          case HEALTHY -> "Healthy: the next one may follow";
          case FAILED -> "its run failed: " + event.detail();
          case DEGRADED -> "Degraded: nothing goes on from here";
        };
    out.printf(
        Locale.ROOT,
        "  %6.1f s  %-9s %s%n",
        event.after().toMillis() / 1000.0,
        event.environment(),
        what);
    out.flush();
  }

  private void show(Team team) throws IOException, InterruptedException {
    out.println(Installation.indented("$ git show\n" + team.repository().show()));
    out.flush();
  }

  /** Data are what differs between environments, whatever the manifests say. */
  private static void misfile(Environment environment) throws IOException {
    try (Connection connection = environment.shop().connect();
        Statement statement = connection.createStatement()) {
      statement.execute(
          """
          UPDATE orders SET status = 'lost', updated_at = now()
          WHERE order_id = (SELECT min(order_id) FROM orders)
          """);
    } catch (SQLException e) {
      throw new IOException("The shop of %s refuses a change".formatted(environment), e);
    }
  }

  private static Map<String, Long> generations(GitOps gitOps) {
    Map<String, Long> generations = new TreeMap<>();
    for (Environment environment : gitOps.environments()) {
      generations.put(
          environment.name(),
          gitOps.promotion().stage(environment).map(Stage::generation).orElse(0L));
    }
    return generations;
  }

  private static Outcome.Line line(
      String environment, String what, String expected, String actual) {
    return Outcome.Line.equal(environment, what, expected, actual);
  }

  private static String verified(Travel travel, String environment) {
    return travel.saw(environment, What.VERIFIED) ? "Verified" : "not Verified";
  }

  private void evidence(GitOps gitOps) throws InterruptedException {
    kubectl.show(out, "-n", "argocd", "get", "applications,applicationsets", "-o", "yaml");
    for (Environment environment : gitOps.environments()) {
      installation.showEvidence(environment.namespace());
    }
  }
}
