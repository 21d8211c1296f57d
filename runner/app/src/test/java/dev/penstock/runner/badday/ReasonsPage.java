package dev.penstock.runner.badday;

import dev.penstock.api.runner.ExitCode;
import dev.penstock.runner.Produces;
import dev.penstock.runner.spi.Reason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** {@code docs/reference/reasons.md}: every reason of a run, from {@link Reason} and the tests. */
final class ReasonsPage {
  private ReasonsPage() {}

  static String page(Map<Reason, List<String>> tests) {
    var page =
        new StringBuilder(
            """
            # Reasons

            Why a run ended, generated from `Reason` and the tests. The reason stands in the status of the run, in the events, in the
            pod's termination message and in the last line of `penstock run`: `Reason: sentence that names the object. What to do.`
            A reason always has the same exit code; once shown, its name stays.

            | exit code | who acts | retried by the Job |
            |---|---|---|
            | 78 | the author of the manifest or of a connection | no |
            | 65 | the owner of the data | no |
            | 75 | time: something outside failed for now | yes, up to `backoffLimit` |
            | 70 | we: a bug | yes, up to `backoffLimit` |
            """);
    for (var kind : Reason.Kind.values()) {
      page.append(
          "\n## Exit code %d\n\n| reason | what happened | what to do | shown by |\n|---|---|---|---|\n"
              .formatted(ExitCode.valueOf(kind.name()).code()));
      for (var reason : Reason.values()) {
        if (reason.kind() == kind) {
          page.append(
              "| `%s` | %s | %s | %s |\n"
                  .formatted(
                      reason,
                      reason.meaning(),
                      reason.remedy(),
                      String.join("<br>", tests.getOrDefault(reason, List.of()))));
        }
      }
    }
    return page.toString();
  }

  /** {@return the tests that produce a reason, by reason, in the order of their names} */
  static Map<Reason, List<String>> tests() {
    Map<Reason, List<String>> tests = new EnumMap<>(Reason.class);
    for (var method : methods()) {
      var produces = method.getAnnotation(Produces.class);
      if (produces != null) {
        for (var reason : produces.value()) {
          tests
              .computeIfAbsent(reason, unknown -> new ArrayList<>())
              .add(
                  "`%s.%s`"
                      .formatted(method.getDeclaringClass().getSimpleName(), method.getName()));
        }
      }
    }
    tests.values().forEach(names -> names.sort(null));
    return tests;
  }

  private static List<Method> methods() {
    try {
      var root =
          Path.of(ReasonsPage.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      try (Stream<Path> files = Files.walk(root)) {
        return files
            .map(file -> root.relativize(file).toString())
            .filter(name -> name.endsWith("Test.class") || name.endsWith("IT.class"))
            .flatMap(name -> Stream.of(loaded(name).getDeclaredMethods()))
            .toList();
      }
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Class<?> loaded(String file) {
    var name = file.substring(0, file.length() - ".class".length()).replace('/', '.');
    try {
      return Class.forName(name, false, ReasonsPage.class.getClassLoader());
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
  }
}
