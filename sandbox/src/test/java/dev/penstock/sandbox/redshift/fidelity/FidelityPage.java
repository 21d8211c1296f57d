package dev.penstock.sandbox.redshift.fidelity;

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
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** {@code docs/redshift-fidelity.md}: every behaviour, from {@link Behaviour} and the tests. */
final class FidelityPage {
  private FidelityPage() {}

  /** Which tests show a behaviour: {@code Class.method}. */
  record Shows(
      Map<Behaviour, List<String>> reproduced,
      Map<Behaviour, List<String>> refused,
      Map<Behaviour, List<String>> notKnown) {}

  static String page(Shows shows) {
    StringBuilder page = new StringBuilder(INTRODUCTION);
    page.append("\n## Thirty behaviours that a real account can be asked about\n");
    page.append(
        "\n`./penstock smoke` asks them ([redshift-smoke.md](redshift-smoke.md)). **Nobody has asked"
            + " a real account yet.**\n");
    table(page, shows, it -> it.number().isPresent());
    page.append("\n## More behaviours\n");
    table(page, shows, it -> it.number().isEmpty());
    differences(page);
    page.append(UNPROVABLE);
    return page.toString();
  }

  private static void table(StringBuilder page, Shows shows, Predicate<Behaviour> which) {
    page.append(
        "\n| # | Redshift | documented under | reproduced: shown by | refused: shown by | not known here: shown by |\n|---|---|---|---|---|---|\n");
    Stream.of(Behaviour.values())
        .filter(which)
        .forEach(it ->
            page.append(
                "| %s | %s | %s | %s | %s | %s |\n"
                    .formatted(
                        it.number().isPresent() ? it.number().getAsInt() : "",
                        it.says().replace("|", "\\|"),
                        it.source(),
                        names(shows.reproduced().getOrDefault(it, List.of())),
                        names(shows.refused().getOrDefault(it, List.of())),
                        names(shows.notKnown().getOrDefault(it, List.of())))));
  }

  private static String names(List<String> tests) {
    return String.join("<br>", new TreeSet<>(tests).stream().map("`%s`"::formatted).toList());
  }

  private static void differences(StringBuilder page) {
    page.append("\n## Where the stand-in differs or is laxer\n\n");
    for (Behaviour it : Behaviour.values()) {
      it.differs()
          .ifPresent(difference -> page.append("- %s %s\n".formatted(title(it), difference)));
    }
  }

  private static String title(Behaviour it) {
    return it.number().isPresent()
        ? "**%d**".formatted(it.number().getAsInt())
        : "**%s**".formatted(it.source());
  }

  static Shows shows() {
    Map<Behaviour, List<String>> reproduced = new EnumMap<>(Behaviour.class);
    Map<Behaviour, List<String>> refused = new EnumMap<>(Behaviour.class);
    Map<Behaviour, List<String>> notKnown = new EnumMap<>(Behaviour.class);
    for (Method method : methods()) {
      Reproduces positive = method.getAnnotation(Reproduces.class);
      if (positive != null) {
        add(reproduced, positive.value(), method);
      }
      Refuses negative = method.getAnnotation(Refuses.class);
      if (negative != null) {
        add(refused, negative.value(), method);
      }
      NotKnown lacking = method.getAnnotation(NotKnown.class);
      if (lacking != null) {
        add(notKnown, lacking.value(), method);
      }
    }
    return new Shows(reproduced, refused, notKnown);
  }

  private static void add(
      Map<Behaviour, List<String>> tests, Behaviour[] behaviours, Method method) {
    for (Behaviour behaviour : behaviours) {
      tests
          .computeIfAbsent(behaviour, unknown -> new ArrayList<>())
          .add("%s.%s".formatted(method.getDeclaringClass().getSimpleName(), method.getName()));
    }
  }

  private static List<Method> methods() {
    try {
      Path root =
          Path.of(FidelityPage.class.getProtectionDomain().getCodeSource().getLocation().toURI());
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
    String name = file.substring(0, file.length() - ".class".length()).replace('/', '.');
    try {
      return Class.forName(name, false, FidelityPage.class.getClassLoader());
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
  }

  private static final String INTRODUCTION =
      """
      # What the Redshift stand-in proves, and what it doesn't

      The sandbox has no Redshift. The real Redshift JDBC driver connects by TLS to a front of ours, behind which a real
      PostgreSQL 18 works. A test that passes there proves only what this page lists. The page is generated from the list of
      behaviours and from the tests that show them through the real driver; a behaviour without its tests fails the build.
      What the stand-in doesn't know it refuses: the message then ends with "is not known to the stand-in". Tests of that stand in
      the last column: Redshift has it, or may have it, so they show no likeness.
      """;

  private static final String UNPROVABLE =
      """

      ## What nobody can prove without AWS

      - Speed: throughput, slices and skew, queue time, compile time, the commit queue, concurrency scaling, what a serverless
        workgroup bills. Times measured against the stand-in say nothing about Redshift.
      - Access: real IAM (role chaining, bucket policies, KMS, VPC endpoints, enhanced routing, the age of signatures); the role is
        checked for its form only, and S3 is reached with the sandbox's keys. REGION and redirects between regions. Login plugins.
      - Encryption by the store: the sandbox's takes the headers of SSE-S3 and, with a key's id, of SSE-KMS, and encrypts nothing,
        so tests show which requests bear them and no more. It ignores CRC32C; Content-MD5 it checks.
      - The real Parquet reader: codecs, zstd among them, pages of version 2, bloom filters, dictionaries that fall back.
      - When exactly error 1023 comes; error codes and texts beyond those quoted in the tests.
      - Sort keys, VACUUM, ANALYZE, automatic tuning, encodings: kept and told, without effect.
      - Clusters that pause, resize or are patched; query monitoring that aborts; data shares, Spectrum, the Data API, COPY JOB.
      - Comparison of texts: trailing blanks, collation. How late system views are and how long they keep.
      """;
}
