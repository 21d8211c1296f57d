package dev.penstock.runner.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.penstock.runner.change.TwoStates;
import dev.penstock.sandbox.SandboxHome;
import dev.penstock.sandbox.kubernetes.ClusterLevel;
import dev.penstock.sandbox.kubernetes.KubernetesTools;
import dev.penstock.sandbox.kubernetes.LevelChoice;
import dev.penstock.sandbox.kubernetes.Machine;
import java.io.File;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The scripts of the example workflows, by a real bash, on a repository with overlays. In the place
 * of docker stands a program that keeps its words; the test plans by those words itself.
 */
class CiExamplesIT {
  /** Tests run in runner/app. */
  private static final Path EXAMPLES = Path.of("../../examples/ci").toAbsolutePath().normalize();

  private static final String DOCKER =
      """
      #!/bin/bash
      printf '%s\\0' "$@" > "$(dirname "$0")/words"
      cat "$(dirname "$0")/answer"
      exit "$(cat "$(dirname "$0")/code")"
      """;

  @TempDir private Path directory;
  private Path work;
  private Path programs;

  @BeforeEach
  void repository() throws Exception {
    work = Files.createDirectory(directory.resolve("work"));
    programs = Files.createDirectory(directory.resolve("programs"));
    var docker = Files.writeString(programs.resolve("docker"), DOCKER);
    assertThat(docker.toFile().setExecutable(true)).isTrue();
    answer("", 0);
  }

  private void answer(String text, int code) throws Exception {
    Files.writeString(programs.resolve("answer"), text);
    Files.writeString(programs.resolve("code"), String.valueOf(code));
  }

  private static JsonNode file(String host) throws Exception {
    try (var documents = PlainYaml.documents(EXAMPLES.resolve(host + ".yaml"))) {
      var file = documents.nextValue();
      assertThat(documents.hasNextValue()).isFalse();
      return file;
    }
  }

  private static List<String> scripts(String host) throws Exception {
    var file = file(host);
    List<String> scripts = new ArrayList<>();
    if (host.equals("github")) {
      file.at("/jobs/plan/steps").forEach(step -> add(step.path("run"), scripts));
    } else {
      var script =
          host.equals("gitlab")
              ? file.at("/penstock-plan/script")
              : file.at("/pipelines/pull-requests/**/0/step/script");
      script.forEach(step -> add(step, scripts));
    }
    assertThat(scripts).hasSizeGreaterThan(2);
    return scripts;
  }

  private static void add(JsonNode script, List<String> scripts) {
    if (script.isTextual()) {
      scripts.add(script.asText());
    }
  }

  private static String script(String host, String word) throws Exception {
    return scripts(host).stream().filter(one -> one.contains(word)).findFirst().orElseThrow();
  }

  private int bash(Path at, String script, Map<String, String> variables) throws Exception {
    var builder =
        new ProcessBuilder("bash", "-euo", "pipefail", "-c", script)
            .directory(at.toFile())
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("bash.out").toFile());
    builder.environment().putAll(variables);
    builder.environment().compute("PATH", (name, path) -> programs + File.pathSeparator + path);
    var process = builder.start();
    assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
    return process.exitValue();
  }

  private String said() throws Exception {
    return Files.readString(directory.resolve("bash.out"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"github", "gitlab", "bitbucket"})
  void everyScriptIsBash(String host) throws Exception {
    for (var script : scripts(host)) {
      var plain = script.replaceAll("\\$\\{\\{[^}]*\\}\\}", "0");
      var file = Files.writeString(directory.resolve("script.sh"), plain);
      assertThat(bash(work, "bash -n " + file, Map.of())).as(said()).isZero();
    }
  }

  @ParameterizedTest
  @CsvSource({"github,plan.md", "gitlab,plan.md", "bitbucket,plan.txt"})
  void thePlanOfAScriptIsOneThatTheCommandTakes(String host, String file) throws Exception {
    TwoStates.write(work.resolve("rendered/before"), "prod");
    TwoStates.write(work.resolve("rendered/after"), "prod");
    TwoStates.edit(work.resolve("rendered/after/prod/orders.yaml"), text -> "");
    var output = Files.writeString(directory.resolve("output"), "");
    var variables =
        Map.of(
            "PENSTOCK_IMAGE", "runner:test",
            "GITHUB_OUTPUT", output.toString(),
            "GITHUB_STEP_SUMMARY", directory.resolve("summary").toString());
    var script = script(host, "docker run");
    assertThat(bash(work, script, variables)).as(said()).isZero();
    var words = List.of(Files.readString(programs.resolve("words")).split("\0"));
    assertThat(words).contains("run", "--rm", "none").contains(work + "/rendered:/rendered:ro");
    var plan =
        words.subList(words.indexOf("runner:test") + 1, words.size()).stream()
            .map(word -> word.replaceFirst("^/rendered/", work + "/rendered/"))
            .toArray();
    var said = Penstock.run(plan);
    assertThat(said.err()).isEmpty();
    assertThat(said.code()).isEqualTo(65);
    answer(said.out(), said.code());
    assertThat(bash(work, script, variables)).as(said()).isZero();
    assertThat(work.resolve(file)).hasContent(said.out());
    assertThat(said.out()).contains("ReaderLosesTable");
    if (host.equals("github")) {
      assertThat(said.out()).startsWith("<!-- penstock-plan -->");
      assertThat(output).hasContent("code=0\ncode=65\n");
    } else {
      assertThat(bash(work, script(host, "exit "), variables)).isEqualTo(65);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"github", "gitlab", "bitbucket"})
  void bothStatesAreRenderedByKustomize(String host) throws Exception {
    kubectl();
    var overlays = host.equals("github") ? work.resolve("before/deploy") : work.resolve("deploy");
    overlay(overlays, "15 * * * *");
    if (host.equals("github")) {
      overlay(work.resolve("after/deploy"), "45 * * * *");
    } else {
      git("init", "--quiet", "--initial-branch=main");
      git("add", "--all");
      git("commit", "--quiet", "--message", "before");
      git("update-ref", "refs/remotes/origin/main", "HEAD");
      TwoStates.edit(
          overlays.resolve("base/orders.yaml"), text -> text.replace("15 * * * *", "45 * * * *"));
      git("commit", "--quiet", "--all", "--message", "after");
    }
    var variables =
        Map.of(
            "MANIFESTS", "deploy",
            "CI_MERGE_REQUEST_DIFF_BASE_SHA", "main~1",
            "BITBUCKET_PR_DESTINATION_BRANCH", "main");
    assertThat(bash(work, script(host, "kubectl kustomize"), variables)).as(said()).isZero();
    var said =
        Penstock.run(
            "plan",
            "--from",
            work.resolve("rendered/before"),
            "--to",
            work.resolve("rendered/after"));
    assertThat(said.err()).isEmpty();
    assertThat(said.out()).contains("prod\n", "15 * * * * Etc/UTC -> 45 * * * * Etc/UTC");
    assertThat(said.code()).isZero();
    var unrendered =
        Penstock.run("plan", "--from", overlays, "--to", work.resolve("rendered/after"));
    if (Machine.onPath("kustomize").isPresent() || Machine.onPath("kubectl").isPresent()) {
      assertThat(unrendered.code()).as(unrendered.err()).isZero();
    } else {
      assertThat(unrendered.err()).contains("neither kustomize nor kubectl is on the PATH");
    }
  }

  @ParameterizedTest
  @CsvSource({"github,plan.md,gh api", "gitlab,plan.md,curl", "bitbucket,plan.txt,curl"})
  void whatIsEmptyIsNoComment(String host, String file, String word) throws Exception {
    caller("gh", "");
    caller("curl", "");
    Files.writeString(work.resolve(file), "");
    var variables = Map.of("PENSTOCK_PLAN_TOKEN", "token");
    assertThat(bash(work, script(host, word), variables)).as(said()).isZero();
    assertThat(programs.resolve("calls")).doesNotExist();
  }

  @ParameterizedTest
  @CsvSource({"'',POST issues/7/comments", "12,PATCH issues/comments/12"})
  void aCommentOfGitHubIsMadeOnceAndThenRenewed(String old, String call) throws Exception {
    caller("gh", old);
    Files.writeString(work.resolve("plan.md"), "<!-- penstock-plan -->\n");
    var variables = Map.of("REPOSITORY", "acme/etl", "NUMBER", "7");
    assertThat(bash(work, script("github", "gh api"), variables)).as(said()).isZero();
    var wanted = call.replace(" ", " repos/acme/etl/");
    assertThat(Files.readAllLines(programs.resolve("calls")))
        .hasSize(2)
        .last()
        .isEqualTo("api --method %s -F body=@plan.md".formatted(wanted));
  }

  /** Whose token may read, and no more. */
  @Test
  void aForkOfGitHubHasNoCommentAndItsVerdict() throws Exception {
    var steps = new HashMap<String, JsonNode>();
    file("github").at("/jobs/plan/steps").forEach(s -> steps.put(s.path("name").asText(), s));
    assertThat(steps.get("comment").path("if").asText())
        .isEqualTo("github.event.pull_request.head.repo.full_name == github.repository");
    assertThat(steps.get("comment").path("continue-on-error").asBoolean())
        .as("a token of one's own repository may only read, too")
        .isTrue();
    assertThat(steps.get("verdict").path("if").asText()).isEqualTo("always()");
    // Without an output, an exit of nothing would be a success.
    assertThat(steps.get("verdict").path("run").asText())
        .isEqualTo("exit ${{ steps.plan.outputs.code || 1 }}");
  }

  @ParameterizedTest
  @CsvSource({"gitlab,plan.md", "bitbucket,plan.txt"})
  void aTokenThatMayNotCommentChangesNoVerdict(String host, String file) throws Exception {
    caller("jq", "");
    caller("curl", "");
    Files.writeString(programs.resolve("curl"), "#!/bin/bash\nexit 22\n");
    Files.writeString(work.resolve(file), "<!-- penstock-plan -->\n");
    var variables =
        Map.of(
            "PENSTOCK_PLAN_TOKEN", "token",
            "CI_API_V4_URL", "https://git.example.com/api/v4",
            "CI_PROJECT_ID", "1",
            "CI_MERGE_REQUEST_IID", "7",
            "BITBUCKET_REPO_FULL_NAME", "acme/etl",
            "BITBUCKET_PR_ID", "7");
    assertThat(bash(work, script(host, "curl"), variables)).as(said()).isZero();
    assertThat(said()).contains("could not be written with this token");
  }

  @ParameterizedTest
  @CsvSource({"gitlab,plan.md", "bitbucket,plan.txt"})
  void aForkHasNoTokenAndNoNote(String host, String file) throws Exception {
    caller("curl", "");
    Files.writeString(work.resolve(file), "<!-- penstock-plan -->\n");
    assertThat(bash(work, script(host, "curl"), Map.of())).as(said()).isZero();
    assertThat(programs.resolve("calls")).doesNotExist();
    assertThat(said()).contains("no PENSTOCK_PLAN_TOKEN");
  }

  @Test
  void theJobOfGitLabFindsTheDaemonOfItsService() throws Exception {
    var job = file("gitlab").path("penstock-plan");
    var host = URI.create(job.at("/variables/DOCKER_HOST").asText());
    var certificates = job.at("/variables/DOCKER_TLS_CERTDIR").asText();
    assertThat(job.at("/services/0").asText()).startsWith(host.getHost() + ":");
    assertThat(host.getPort()).as("with TLS").isEqualTo(2376);
    assertThat(job.at("/variables/DOCKER_TLS_VERIFY").asText()).isEqualTo("1");
    assertThat(job.at("/variables/DOCKER_CERT_PATH").asText()).isEqualTo(certificates + "/client");
  }

  /** A program that writes down each call, and to a question says what there is. */
  private void caller(String name, String found) throws Exception {
    var answer = Files.writeString(programs.resolve(name + ".found"), found);
    var program =
        Files.writeString(
            programs.resolve(name),
            """
            #!/bin/bash
            echo "$@" >> "$(dirname "$0")/calls"
            case "$*" in *--paginate*) cat "%s" ;; esac
            """
                .formatted(answer));
    assertThat(program.toFile().setExecutable(true)).isTrue();
  }

  /** The one on the PATH, else the sandbox's. */
  private void kubectl() throws Exception {
    if (Machine.onPath("kubectl").isEmpty()) {
      var choice = LevelChoice.of(Machine.inspect());
      assumeTrue(choice.level() != ClusterLevel.NONE, choice::sentence);
      var tools =
          KubernetesTools.build(
              SandboxHome.userCache(), ClusterLevel.CONTROL_PLANE, System.out::println);
      Files.createSymbolicLink(programs.resolve("kubectl"), tools.kubectl());
    }
  }

  private static void overlay(Path deploy, String schedule) throws Exception {
    TwoStates.write(deploy, "base");
    TwoStates.edit(
        deploy.resolve("base/orders.yaml"), text -> text.replace("15 * * * *", schedule) + "\n");
    Files.writeString(
        deploy.resolve("base/kustomization.yaml"),
        "resources: [connections.yaml, orders.yaml, segments.yaml]\n");
    var prod = Files.createDirectories(deploy.resolve("overlays/prod"));
    Files.writeString(
        prod.resolve("kustomization.yaml"), "namespace: penstock-prod\nresources: [../../base]\n");
  }

  private void git(String... words) throws Exception {
    var command = "git -c user.name=t -c user.email=t@example.com " + String.join(" ", words);
    assertThat(bash(work, command, Map.of())).as(said()).isZero();
  }
}
