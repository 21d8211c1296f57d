package dev.penstock.sandbox.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.sandbox.OwnAddress;
import dev.penstock.sandbox.kubernetes.Doctor.Line;
import dev.penstock.sandbox.kubernetes.Footprint.Right;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NamedDoctorTest {
  private static final NamedContext KIND =
      new NamedContext(Path.of("/home/u/.kube/config"), "kind-kind", OwnAddress.LOOPBACK);

  @Test
  void aClusterThatHasEverythingGetsALineForEachThing() {
    assertThat(said(ready()))
        .containsExactly(
            "context         ok       kind-kind in /home/u/.kube/config",
            "API server      ok       https://127.0.0.1:6443 answers",
            "version         ok       v1.36.3",
            "rights          ok       all that the demo needs",
            "nodes           ok       2 Ready (amd64)",
            "Penstock there  ok       nothing yet",
            "address         ok       127.0.0.1: only pods that share this machine's network reach"
                + " it; --address names another");
  }

  @Test
  void aContextThatIsNotThereIsAnsweredWithThoseThatAre() {
    assertThat(said(silent(List.of("staging", "production"), Optional.empty())))
        .containsExactly(
            "context         MISSING  no kind-kind in /home/u/.kube/config; name one of staging,"
                + " production (for level named)");
    assertThat(said(silent(List.of(), Optional.empty())))
        .containsExactly(
            "context         MISSING  /home/u/.kube/config can't be read or holds no context; name"
                + " the right file by --kubeconfig (for level named)");
  }

  @Test
  void aServerThatIsSilentEndsTheQuestions() {
    var survey = silent(List.of("kind-kind"), Optional.of("https://127.0.0.1:1"));

    assertThat(said(survey))
        .hasSize(2)
        .last()
        .isEqualTo(
            "API server      MISSING  https://127.0.0.1:1 doesn't answer (Connection refused);"
                + " start that cluster, or renew what you log in with (for level named)");
  }

  @ParameterizedTest
  @CsvSource({"v1.30.9,false", "v1.31.0,true", "v1.33.1-gke.100,true", "v2.0.0,true", "x,false"})
  void theVersionIsTheOneThatTheChartDemands(String version, boolean enough) {
    var line = line(survey(version, List.of(), List.of(), List.of()), "version");

    assertThat(line.ok()).isEqualTo(enough);
    assertThat(line.advice())
        .isEqualTo(enough ? Optional.empty() : Optional.of("Kubernetes 1.31 or newer is needed"));
  }

  @Test
  void rightsThatAreMissingAreNamedAndNothingElseIsAsked() {
    var survey =
        survey(
            "v1.36.3",
            List.of(
                new Right("create", "namespaces", ""),
                new Right("create", "deployments.apps", "penstock-system")),
            List.of(),
            List.of());

    assertThat(said(survey))
        .last()
        .isEqualTo(
            "rights          MISSING  you may not create namespaces, create deployments.apps in"
                + " penstock-system; use a context of an administrator (for level named)");
  }

  @Test
  void aLongListIsCut() {
    var rights =
        IntStream.range(0, 8).mapToObj(i -> new Right("create", "things" + i, "")).toList();

    assertThat(line(survey("v1.36.3", rights, List.of(), List.of()), "rights").found())
        .endsWith("create things5 and 2 more");
  }

  @Test
  void whatOthersMadeIsInTheWayAndEqualDefinitionsAreNot() {
    assertThat(
            line(
                    survey("v1.36.3", List.of(), List.of("namespace shop"), List.of()),
                    "Penstock there")
                .sentence())
        .isEqualTo(
            "namespace shop; the demo never touches what it did not make: remove it yourself, or"
                + " name another cluster (for level named)");
    assertThat(
            line(
                    survey("v1.36.3", List.of(), List.of(), List.of("etlruns.penstock.dev")),
                    "Penstock there")
                .sentence())
        .isEqualTo("the same definitions (etlruns.penstock.dev), which stay");
  }

  private static NamedSurvey ready() {
    return survey("v1.36.3", List.of(), List.of(), List.of());
  }

  private static NamedSurvey survey(
      String version, List<Right> mayNot, List<String> inTheWay, List<String> kept) {
    return new NamedSurvey(
        KIND,
        List.of("kind-kind"),
        Optional.of("https://127.0.0.1:6443"),
        Optional.of(version),
        "",
        List.of("amd64", "amd64"),
        mayNot,
        inTheWay,
        kept);
  }

  private static NamedSurvey silent(List<String> contexts, Optional<String> server) {
    return new NamedSurvey(
        KIND,
        contexts,
        server,
        Optional.empty(),
        "Connection refused",
        List.of(),
        List.of(),
        List.of(),
        List.of());
  }

  private static List<String> said(NamedSurvey survey) {
    return NamedDoctor.lines(survey).stream().map(Line::toString).toList();
  }

  private static Line line(NamedSurvey survey, String subject) {
    return NamedDoctor.lines(survey).stream()
        .filter(line -> line.subject().equals(subject))
        .findFirst()
        .orElseThrow();
  }
}
