package dev.penstock.runner.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.runner.spi.ConfigurationException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CanonicalTest {
  /** Tests run in runner/app. */
  private static final Path ROOT = Path.of("../..").toAbsolutePath().normalize();

  private static final String HEAD = "apiVersion: penstock.dev/v1alpha1\nkind: EtlPipeline\n";

  private static final String ABOVE = "# above ";

  private static String formatted(String text) {
    var once = Canonical.of(text, "test.yaml");
    assertThat(Canonical.of(once, "test.yaml")).isEqualTo(once);
    return once;
  }

  @Test
  void theExamplesAndCrdsAreCanonical() throws Exception {
    int tried = 0;
    for (var directory : List.of("examples", "crds/manifests")) {
      try (var files = Files.walk(ROOT.resolve(directory))) {
        for (var file : files.filter(each -> each.toString().endsWith(".yaml")).toList()) {
          // A template of Helm is no YAML yet.
          if (!file.toString().contains("templates")) {
            var text = Files.readString(file);
            assertThat(Canonical.of(text, file.toString())).as(file.toString()).isEqualTo(text);
            tried++;
          }
        }
      }
    }
    assertThat(tried).isGreaterThan(10);
  }

  @Test
  void fieldsGetTheOrderOfTheCrdAndTakeTheirCommentsAlong() {
    assertThat(
            formatted(
                """
                # about the file

                kind:   EtlPipeline   # the kind
                spec:
                    # where it counts
                    store: {prefix: p,   connection: lake}
                    sources:
                    - table:
                        # as the database spells it
                        name: public.orders
                      # of one environment
                      connection: shop-db # approved
                      name: orders
                      # behind the source
                    owner: me
                    description: "a: b"
                metadata:
                  labels: {b: "1", a: "2"}
                  name: orders
                apiVersion: penstock.dev/v1alpha1
                """))
        .isEqualTo(
            """
            # about the file

            apiVersion: penstock.dev/v1alpha1
            kind: EtlPipeline # the kind
            metadata:
              name: orders
              labels: {b: "1", a: "2"}
            spec:
              description: "a: b"
              owner: me
              # where it counts
              store: {connection: lake, prefix: p}
              sources:
                - name: orders
                  # of one environment
                  connection: shop-db # approved
                  table:
                    # as the database spells it
                    name: public.orders
                  # behind the source
            """);
  }

  @Test
  void aCommentBehindTheLastFieldStaysWithTheInnermostThatItIsNotLeftOf() {
    var text =
        HEAD
            + """
            spec:
              sources:
              - name: orders
                # of the source
              # of the owner
              owner: me
              store:
                prefix: p

                # of the store

                # too


                # last
              # of the spec
            # of the document
            """;
    assertThat(formatted(text))
        .isEqualTo(
            HEAD
                + """
                spec:
                  # of the owner
                  owner: me
                  store:
                    prefix: p

                    # of the store

                    # too

                    # last
                  sources:
                    - name: orders
                      # of the source
                  # of the spec
                # of the document
                """);
  }

  @Test
  void aFieldThatComesToTheTopKeepsItsCommentApartFromTheDocuments() {
    assertThat(
            formatted(
                """
                # about the file
                kind: EtlRun
                # first

                # second
                apiVersion: penstock.dev/v1alpha1
                spec:
                  unknown:
                    - b: 1
                """))
        .isEqualTo(
            """
            # about the file

            # first

            # second
            apiVersion: penstock.dev/v1alpha1
            kind: EtlRun
            spec:
              unknown:
                - b: 1
            """);
  }

  @Test
  void blocksOfTextKeepEveryLine() {
    var text =
        HEAD
            + """
            spec:
              steps:
                - sql: |
                    SELECT '# no comment',

                        indented -- 😀 ü
                    FROM "T"

                  # about the name

                  # and more
                  name: made
            """;
    assertThat(formatted(text))
        .isEqualTo(
            HEAD
                + """
                spec:
                  steps:
                    # about the name

                    # and more
                    - name: made
                      sql: |
                        SELECT '# no comment',

                            indented -- 😀 ü
                        FROM "T"
                """);
  }

  @Test
  void aFileWithoutALineBreakAtItsEndGetsOneWithoutATextGettingIt() {
    assertThat(formatted(HEAD + "spec:\n  owner: me")).isEqualTo(HEAD + "spec:\n  owner: me\n");
    assertThat(formatted(HEAD + "spec:\n  description: |\n    a\n    b"))
        .isEqualTo(HEAD + "spec:\n  description: |-\n    a\n    b\n");
    var other = "kind: ConfigMap\ndata:\n  a: |\n    b";
    assertThat(formatted(other)).isEqualTo(other);
    assertThat(formatted(other + "\n\n\n")).isEqualTo(other + "\n\n\n");
  }

  @Test
  void documentsOfOtherKindsAndUnusualYamlStayAsTheyAre() {
    var other = "kind:   ConfigMap\napiVersion: v1\ndata: {b:   1}\n";
    var anchored = "kind: EtlPipeline\napiVersion: penstock.dev/v1alpha1\nspec: &all {a:   1}\n";
    assertThat(
            formatted(
                other + "---\nkind: EtlRun\napiVersion: penstock.dev/v1alpha1\n---\n" + anchored))
        .isEqualTo(
            other + "---\napiVersion: penstock.dev/v1alpha1\nkind: EtlRun\n---\n" + anchored);
  }

  @Test
  void whatIsNoYamlIsRefusedWithTheNameOfTheFile() {
    assertThatThrownBy(() -> Canonical.of("a: [1\n", "broken.yaml"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("File broken.yaml is not YAML");
  }

  @Test
  void anyManifestComesToAFixedPointThatMeansTheSame() {
    for (long seed = 0; seed < 1000; seed++) {
      var text = new Written(new Random(seed)).manifest();
      // Canonical itself refuses what would mean another thing or lose a comment.
      var once = Canonical.of(text, "seed " + seed);
      assertThat(Canonical.of(once, "seed " + seed))
          .as("seed %d of\n%s", seed, text)
          .isEqualTo(once);
      assertThat(fieldsBelowTheirComments(once)).as(once).isEqualTo(namesInComments(once));
      assertThat(once.indexOf("\nkind:")).as("seed %d", seed).isLessThan(once.indexOf("\nspec:"));
    }
  }

  private static List<String> namesInComments(String text) {
    return text.lines()
        .map(String::strip)
        .filter(line -> line.startsWith(ABOVE))
        .map(line -> line.substring(ABOVE.length()))
        .toList();
  }

  private static List<String> fieldsBelowTheirComments(String text) {
    List<String> fields = new ArrayList<>();
    int waiting = 0;
    for (var line : text.lines().map(String::strip).toList()) {
      if (line.startsWith(ABOVE)) {
        waiting++;
      } else if (!line.isEmpty() && !line.startsWith("#")) {
        var field = line.replaceFirst("^(- )*", "").replaceFirst(":.*", "");
        fields.addAll(Collections.nCopies(waiting, field));
        waiting = 0;
      }
    }
    return fields;
  }

  /** Writes manifests in ways in which people do. */
  private record Written(Random random) {
    private static final List<String> NAMES =
        List.of("store", "sources", "steps", "targets", "owner", "schedule", "pod", "unknown");
    private static final List<String> SCALARS =
        List.of("plain", "\"a # b\"", "'it''s'", "15", "", "ümlaut 😀", "a\n%s  b", "\"x\n%s  y\"");

    String manifest() {
      List<String> parts = new ArrayList<>();
      parts.add("apiVersion: penstock.dev/v1alpha1\n");
      parts.add("kind: EtlPipeline" + comment() + "\n");
      parts.add("metadata:\n  name: x\n" + gap("  "));
      int indent = 1 + random.nextInt(4);
      parts.add("spec:" + comment() + "\n" + mapping(indent, 0));
      Collections.shuffle(parts, random);
      return "# head\n" + String.join(gap(""), parts) + gap("");
    }

    private String comment() {
      return random.nextInt(4) == 0 ? "  # c" + random.nextInt(1000) : "";
    }

    private String gap(String indent) {
      return switch (random.nextInt(6)) {
        case 0 -> indent + "# g" + random.nextInt(1000) + "\n";
        case 1 -> "\n";
        case 2 -> indent + "  # r" + random.nextInt(1000) + "\n\n" + indent + "# l\n";
        default -> "";
      };
    }

    private String mapping(int indent, int depth) {
      var pad = " ".repeat(indent);
      var names = new ArrayList<>(NAMES);
      Collections.shuffle(names, random);
      var text = new StringBuilder();
      for (var name : names.subList(0, 1 + random.nextInt(4))) {
        if (!text.isEmpty()) {
          text.append(gap(pad));
          if (random.nextInt(3) == 0) {
            text.append(pad).append(ABOVE).append(name).append("\n");
          }
        }
        text.append(pad).append(name).append(":").append(value(indent, depth));
      }
      return text.toString();
    }

    private String value(int indent, int depth) {
      int inner = indent + 1 + random.nextInt(4);
      var pad = " ".repeat(inner);
      return switch (random.nextInt(depth > 3 ? 4 : 7)) {
        case 0, 1 -> {
          var scalar = SCALARS.get(random.nextInt(SCALARS.size())).formatted(pad);
          yield " " + scalar + comment() + "\n";
        }
        case 2 -> " [a,  b, {connection: x,\n%s prefix: y}]%s\n".formatted(pad, comment());
        case 3 ->
            " |%s%s\n%sSELECT 1 # no\n\n%s  FROM t\n"
                .formatted(random.nextBoolean() ? "-" : "", comment(), pad, pad);
        case 4 -> {
          var items = new StringBuilder(comment() + "\n");
          int dash = random.nextBoolean() ? inner : indent;
          for (int i = 0; i <= random.nextInt(3); i++) {
            var item = mapping(dash + 2, depth + 1);
            items.append(i == 0 ? "" : gap(" ".repeat(dash)));
            items.append(" ".repeat(dash)).append("- ").append(item.substring(dash + 2));
          }
          yield items.toString();
        }
        default -> comment() + "\n" + mapping(inner, depth + 1);
      };
    }
  }
}
