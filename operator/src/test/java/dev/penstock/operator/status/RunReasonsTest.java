package dev.penstock.operator.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.operator.admission.AdmissionReason;
import dev.penstock.operator.admission.Explains;
import dev.penstock.operator.admission.ObsolescenceTest;
import dev.penstock.operator.backfill.BackfillReason;
import dev.penstock.operator.it.AdmissionIT;
import dev.penstock.operator.it.CancelledRunsIT;
import dev.penstock.operator.it.LostRunsIT;
import dev.penstock.operator.it.OperatorIT;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The operator's section of docs/reference/reasons.md; the runner's tests hold the one before. */
class RunReasonsTest {
  private static final Path PAGE =
      Path.of("").toAbsolutePath().resolveSibling("docs/reference/reasons.md");
  private static final boolean WRITE = Boolean.getBoolean("penstock.reasons.write");
  private static final String TITLE = "\n## What the operator says\n";
  private static final List<Class<?>> TESTS =
      List.of(RunOutcomeTest.class, SilentRunTest.class, OperatorIT.class, LostRunsIT.class);

  @Test
  void theCommittedSectionIsTheGeneratedOne() throws Exception {
    var page = Files.readString(PAGE);
    int at = page.indexOf(TITLE);
    var before = at < 0 ? page : page.substring(0, at);
    if (WRITE) {
      Files.writeString(PAGE, before + section());
    }
    assertThat(PAGE)
        .as("run again with -Dpenstock.reasons.write=true")
        .hasContent(before + section());
  }

  @Test
  void everyReasonIsProducedByATest() {
    assertThat(RunReason.values()).allSatisfy(reason -> assertThat(tests(reason)).isNotEmpty());
  }

  @Test
  void everyReasonOfAdmissionIsProducedByATest() {
    assertThat(AdmissionReason.values())
        .filteredOn(reason -> reason != AdmissionReason.ADMITTING) // shown for a moment only
        .allSatisfy(reason -> assertThat(tests(reason)).isNotEmpty());
  }

  private static String section() {
    var section =
        new StringBuilder(TITLE)
            .append(
                """

                Where a pod can not speak for itself. A Job that failed without an account has the reason of Kubernetes, as
                `BackoffLimitExceeded`. Commits are never guessed: the log in the store tells.

                | reason | what happened | what to do | shown by |
                |---|---|---|---|
                """);
    for (var reason : RunReason.values()) {
      section.append(
          "| `%s` | %s | %s | %s |\n"
              .formatted(reason, reason.meaning(), reason.remedy(), tests(reason)));
    }
    section.append(
        """

        Of runs that wait, are stopped, or have ended without a start:

        | reason | what happened | what to do | shown by |
        |---|---|---|---|
        """);
    for (var reason : AdmissionReason.values()) {
      section.append(
          "| `%s` | %s | %s | %s |\n"
              .formatted(reason, reason.meaning(), reason.remedy(), tests(reason)));
    }
    section.append(
        """

        Of backfills; `ProgressTest` and `StepTest` produce them:

        | reason | what happened | what to do |
        |---|---|---|
        """);
    for (var reason : BackfillReason.values()) {
      section.append("| `%s` | %s | %s |\n".formatted(reason, reason.meaning(), reason.remedy()));
    }
    return section.toString();
  }

  private static String tests(AdmissionReason reason) {
    return tests(
        Stream.of(AdmissionIT.class, CancelledRunsIT.class, ObsolescenceTest.class),
        method ->
            method.isAnnotationPresent(Explains.class)
                && List.of(method.getAnnotation(Explains.class).value()).contains(reason));
  }

  private static String tests(RunReason reason) {
    return tests(TESTS.stream(), method -> produces(method, reason));
  }

  private static String tests(Stream<Class<?>> classes, Predicate<Method> produces) {
    return classes
        .flatMap(test -> Stream.of(test.getDeclaredMethods()))
        .filter(produces)
        .map(method ->
            "`%s.%s`".formatted(method.getDeclaringClass().getSimpleName(), method.getName()))
        .sorted()
        .collect(Collectors.joining("<br>"));
  }

  private static boolean produces(Method method, RunReason reason) {
    return Arrays.stream(method.getAnnotationsByType(Produces.class))
        .anyMatch(produces -> produces.value() == reason);
  }
}
