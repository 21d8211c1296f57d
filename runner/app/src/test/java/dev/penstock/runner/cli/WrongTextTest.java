package dev.penstock.runner.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that are no manifests, or not what they seem to be. */
class WrongTextTest {
  private static final Path EXAMPLES = Path.of("../../examples").toAbsolutePath().normalize();

  @TempDir private Path directory;

  private Penstock.Said validate(byte[] file) throws IOException {
    var path = Files.write(directory.resolve("wrong.yaml"), file);
    return Penstock.run("validate", "-f", EXAMPLES.resolve("connections.yaml"), "-f", path);
  }

  private Penstock.Said orders(UnaryOperator<String> change, Charset charset) throws IOException {
    var text = Files.readString(EXAMPLES.resolve("orders.yaml"));
    var changed = change.apply(text);
    return validate(changed.getBytes(charset));
  }

  private static void assertRefused(Penstock.Said said, String words) {
    assertThat(said.code()).as(said.err()).isEqualTo(78);
    assertThat(said.lines())
        .anySatisfy(line -> assertThat(line).contains("wrong.yaml: ").contains(words))
        .hasSizeLessThan(200)
        .allSatisfy(line -> assertThat(line).hasSizeLessThan(1_000));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          spec:\\n\\tstore: lake                                    | at line 2
          kind: EtlPipeline\\nspec: [                               | at line
          kind: EtlPipeline\\nspec: "a                              | at line
          kind: EtlPipeline\\nkind: EtlPipeline                     | at line 2: Duplicate field 'kind'
          a: {b: 1,\\nb: 2}                                         | at line 2: Duplicate field 'b'
          a: &x {b: 1}\\nc: *x                                      | at line 2: aliases are not followed
          a: &x {b: 1}\\nc:\\n  <<: *x                              | at line 3: aliases are not followed
          a: &a [x]\\nb: &b [*a, *a]\\nc: [*b, *b]                   | at line 2: aliases are not followed
          a: *missing                                              | aliases are not followed
          ? {a: b}\\n: c                                            | at line 1
          %YAML 9.9\\n---\\na: b                                     | at line 1
          a: b\\0c                                                 | special characters are not allowed
          a: b\\ac                                                 | special characters are not allowed
          @a: b                                                    | at line 1
          a: b: c                                                  | at line 1
          - apiVersion: v1                                         | document 1: It is no resource
          only a text                                              | document 1: It is no resource
          42                                                       | document 1: It is no resource
          a: b                                                     | document 1: It has no kind
          kind: ConfigMap                                          | document 1: It has no apiVersion
          {apiVersion: v1, kind: List, items: [null, 7]}           | document 1 items[1]: It is no resource
          {apiVersion: penstock.dev/v1alpha1, kind: EtlPipelin}    | kind: There is no kind EtlPipelin in penstock.dev/v1alpha1. Write EtlPipeline, EtlConnection or EtlRun.
          {apiVersion: penstock.dev/v9, kind: EtlPipeline, metadata: {name: a}} | apiVersion: There is no version penstock.dev/v9. Write penstock.dev/v1alpha1.
          {kind: EtlPipeline, metadata: {name: a}}                 | apiVersion: It is missing
          {apiVersion: penstock.dev/v1alpha1, kind: EtlPipeline, metadata: [a]} | metadata: It is a list where the field takes fields
          {apiVersion: penstock.dev/v1alpha1, kind: EtlPipeline, metadata: {name: 7}} | metadata.name: It is a whole number where the field takes text
          {apiVersion: penstock.dev/v1alpha1, kind: EtlPipeline, metadata: {name: a}} | spec: Pipeline a has no spec
          {apiVersion: penstock.dev/v1alpha1, kind: EtlConnection, metadata: {name: !!java.net.URL [a]}} | metadata.name: It is a list
          {apiVersion: v1, kind: Secret, metadata: {name: s}, stringData: {password: 12345}} | Secret/s: stringData.password: It is not text
          {apiVersion: v1, kind: Secret, metadata: {name: s}, data: {password: "*"}} | Secret/s: data.password: It is not base64
          """)
  void theFileAndThePlaceAreNamed(String text, String words) throws IOException {
    var bytes =
        text.strip()
            .replace("\\n", "\n")
            .replace("\\t", "\t")
            .replace("\\0", "\0")
            .replace("\\a", "\7");
    assertRefused(validate(bytes.getBytes(StandardCharsets.UTF_8)), words);
  }

  @Test
  void theDocumentsBeforeABrokenOneAreStillJudged() throws IOException {
    var said =
        orders(
            text -> text.replace("from: enriched", "from: rich") + "\n---\n[",
            StandardCharsets.UTF_8);
    assertRefused(said, "spec.targets[0].from");
    assertRefused(said, "is not YAML or JSON at line");
  }

  @Test
  void otherEncodingsAreRefusedAndNotGuessed() throws IOException {
    UnaryOperator<String> umlaut = text -> text.replace("Orders", "Aufträge");
    assertRefused(orders(umlaut, StandardCharsets.ISO_8859_1), "wrong.yaml: It ");
    assertRefused(orders(umlaut, StandardCharsets.UTF_16), "wrong.yaml: It ");
    assertThat(orders(umlaut, StandardCharsets.UTF_8).code()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"mark", "windows", "framed", "anchored"})
  void whatEditorsDoIsNoMistake(String what) throws IOException {
    var said =
        orders(
            text ->
                switch (what) {
                  case "mark" -> "\ufeff" + text;
                  case "windows" -> text.replace("\n", "\r\n");
                  case "framed" -> "---\n" + text + "\n...\n---\n---\n";
                  default -> text.replace("store:", "store: &store");
                },
            StandardCharsets.UTF_8);
    assertThat(said.lines()).as(said.out()).contains("valid EtlPipeline/orders");
    assertThat(said.code()).as(said.out()).isZero();
  }

  @Test
  @Timeout(60)
  void largeFilesAreJudgedShortly() throws IOException {
    var unknown = new StringBuilder();
    for (int i = 0; unknown.length() < 1 << 20; i++) {
      unknown.append("  unknown").append(i).append(": 1\n");
    }
    assertRefused(orders(text -> text + unknown, StandardCharsets.UTF_8), "spec.unknown0");
    var text = "x".repeat(1 << 20);
    assertRefused(
        orders(
            all -> all.replace("description: Orders", "description: " + text),
            StandardCharsets.UTF_8),
        "spec.description");
    assertRefused(
        orders(
            all -> all.replace("name: orders\nspec", "name: " + text + "\nspec"),
            StandardCharsets.UTF_8),
        "metadata.name");
    assertRefused(
        orders(all -> all + "  " + "k".repeat(900) + ": 1\n", StandardCharsets.UTF_8), "spec.kkk");
    assertRefused(validate(new byte[17 << 20]), "It has more than 16 MiB");
    assertRefused(
        orders(all -> "a: " + "9".repeat(5_000) + "\n", StandardCharsets.UTF_8), "wrong.yaml: ");
  }

  @Test
  @Timeout(60)
  void deepFilesAreRefused() throws IOException {
    for (var open : new String[] {"[", "{a: ", "- ", "{apiVersion: v1, kind: List, items: ["}) {
      var said = validate(open.repeat(20_000).getBytes(StandardCharsets.UTF_8));
      assertRefused(said, "is not YAML or JSON");
    }
    var lists = "{apiVersion: v1, kind: List, items: [";
    var said =
        validate((lists.repeat(200) + "7" + "]}".repeat(200)).getBytes(StandardCharsets.UTF_8));
    assertRefused(said, "It is no resource");
  }

  @Test
  @Timeout(60)
  void aBombOfAliasesDoesNotGoOff() throws IOException {
    var bomb = new StringBuilder("a0: &a0 [lol]\n");
    for (int i = 1; i < 40; i++) {
      bomb.append("a%d: &a%d [".formatted(i, i));
      bomb.append("*a%d,".formatted(i - 1).repeat(9)).append("]\n");
    }
    assertRefused(
        validate(bomb.toString().getBytes(StandardCharsets.UTF_8)),
        "at line 2: aliases are not followed, write out what it stands for");
  }

  @Test
  @Timeout(60)
  void noiseIsRefused() throws IOException {
    var random = new Random(17);
    for (int i = 0; i < 50; i++) {
      var noise = new byte[1 + random.nextInt(20_000)];
      random.nextBytes(noise);
      assertThat(validate(noise).code()).isEqualTo(78);
    }
  }
}
