package dev.penstock.api.validation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.penstock.api.EtlConnectionSpec;
import dev.penstock.api.EtlPipelineSpec;
import dev.penstock.api.EtlRunSpec;
import dev.penstock.api.Manifests;
import dev.penstock.api.model.ResourceName;
import dev.penstock.api.validation.Checked.Valid;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a reader copies out of a page works: its manifests, its verbs, its policies. */
class DocsExamplesTest {
  private static final Path HOME = Manifests.directory().resolveSibling(".").normalize();
  private static final ObjectMapper JSON = new ObjectMapper();

  /** What runner/target/s3 calls: put (also multipart, copy), get and head, delete, abort, list. */
  private static final Set<String> RUNNER =
      Set.of(
          "s3:GetObject",
          "s3:PutObject",
          "s3:DeleteObject",
          "s3:AbortMultipartUpload",
          "s3:ListBucket");

  /** What COPY of a manifest asks of its role. */
  private static final Set<String> COPY =
      Set.of("s3:GetObject", "s3:ListBucket", "s3:GetBucketLocation");

  static Stream<Path> pages() throws IOException {
    try (var docs = Files.walk(HOME.resolve("docs"))) {
      return Stream.concat(Stream.of(HOME.resolve("README.md")), docs.toList().stream())
          .filter(page -> page.toString().endsWith(".md"));
    }
  }

  @ParameterizedTest
  @MethodSource("pages")
  void everyManifestOfAPageIsValid(Path page) throws IOException {
    var manifests = Manifests.parse(String.join("\n---\n", blocks(page, "yaml")));
    var connections =
        manifests.connections().stream()
            .collect(Collectors.toMap(Manifests.Resource::name, Manifests.Resource::spec));

    connections.forEach((name, spec) ->
        assertThat(new Validator().connection(name, spec)).isInstanceOf(Valid.class));
    for (var pipeline : manifests.pipelines()) {
      var id = new ResourceName("shop", pipeline.name());
      assertThat(new Validator().pipeline(id, pipeline.spec(), connections))
          .isInstanceOf(Valid.class);
    }
    assertThat(manifests.documents()).allSatisfy(DocsExamplesTest::assertHasOnlyKnownFields);
  }

  @Test
  void theTutorialHasAPipelineWithItsConnections() throws IOException {
    var blocks = blocks(HOME.resolve("docs/tutorial.md"), "yaml");
    var manifests = Manifests.parse(String.join("\n---\n", blocks));
    assertThat(manifests.pipelines()).hasSize(1);
    assertThat(manifests.connections()).hasSize(3);
  }

  private static void assertHasOnlyKnownFields(JsonNode document) {
    var spec = document.path("spec");
    switch (document.path("kind").asText()) {
      case "EtlConnection" -> assertThat(again(spec, EtlConnectionSpec.class)).isEqualTo(spec);
      case "EtlPipeline" -> assertThat(again(spec, EtlPipelineSpec.class)).isEqualTo(spec);
      case "EtlRun" -> assertThat(again(spec, EtlRunSpec.class)).isEqualTo(spec);
      case "Secret" -> assertThat(document.path("stringData").isObject()).isTrue();
      default -> throw new AssertionError("A page shows " + document.path("kind"));
    }
  }

  private static JsonNode again(JsonNode spec, Class<?> type) {
    return JSON.valueToTree(JSON.convertValue(spec, type));
  }

  @ParameterizedTest
  @MethodSource("pages")
  void everyVerbOfAPageIsOneOfTheLauncher(Path page) throws IOException {
    var launcher = Files.readString(HOME.resolve("penstock"));
    var verbs =
        matches("(?m)^  ([a-z |]+)\\)(?: start .*)?$", launcher.split("case \"\\$verb\" in")[1])
            .flatMap(cases -> Stream.of(cases.group(1).split("[ |]+")))
            .collect(Collectors.toSet());
    var used =
        blocks(page, "sh").stream()
            .flatMap(block -> matches("\\./penstock ([a-z]+)", block))
            .map(match -> match.group(1));

    assertThat(verbs).contains("run", "validate", "demo", "get");
    assertThat(used).allMatch(verbs::contains);
  }

  @Test
  void thePoliciesNameWhatTheCodeCallsAndNothingElse() throws IOException {
    assertThat(actions("runner.json")).isEqualTo(RUNNER);
    assertThat(actions("redshift-copy.json")).isEqualTo(COPY);
    assertThat(actions("runner-trust.json")).containsExactly("sts:AssumeRoleWithWebIdentity");
  }

  @Test
  void thePoliciesAreOfOneBucketAndOfNoWholeBucketsKeys() throws IOException {
    for (var file : List.of("runner.json", "redshift-copy.json")) {
      for (var statement : policy(file).path("Statement")) {
        assertThat(statement.path("Effect").asText()).isEqualTo("Allow");
        assertThat(texts(statement.path("Resource")))
            .isNotEmpty()
            .allMatch(arn -> arn.matches("arn:aws:s3:::acme-lake(/[a-z_]+/[*])?"));
        assertThat(texts(statement.path("Action"))).noneMatch(action -> action.contains("*"));
      }
    }
  }

  @Test
  void thePolicyOfTheRunnerKnowsEveryCallOfItsClient() throws IOException {
    var actions =
        Map.ofEntries(
            Map.entry("putObject", "s3:PutObject"),
            Map.entry("copyObject", "s3:PutObject"),
            Map.entry("createMultipartUpload", "s3:PutObject"),
            Map.entry("uploadPart", "s3:PutObject"),
            Map.entry("completeMultipartUpload", "s3:PutObject"),
            Map.entry("abortMultipartUpload", "s3:AbortMultipartUpload"),
            Map.entry("getObject", "s3:GetObject"),
            Map.entry("getObjectAsBytes", "s3:GetObject"),
            Map.entry("headObject", "s3:GetObject"),
            Map.entry("deleteObject", "s3:DeleteObject"),
            Map.entry("headBucket", "s3:ListBucket"),
            Map.entry("listObjectsV2", "s3:ListBucket"));
    var called = new TreeSet<String>();
    var sources = HOME.resolve("runner/app/src/main/java/dev/penstock/runner/target/s3");
    try (var files = Files.list(sources)) {
      for (var file : files.toList()) {
        matches("client\\s*\\.([a-zA-Z0-9]+)\\(", Files.readString(file))
            .map(match -> match.group(1))
            .filter(call -> !call.equals("close"))
            .forEach(called::add);
      }
    }
    assertThat(actions.keySet()).containsExactlyInAnyOrderElementsOf(called);
    assertThat(RUNNER).containsExactlyInAnyOrderElementsOf(Set.copyOf(actions.values()));
  }

  private static Set<String> actions(String file) throws IOException {
    var actions = new TreeSet<String>();
    policy(file).path("Statement").forEach(each -> actions.addAll(texts(each.path("Action"))));
    return actions;
  }

  private static JsonNode policy(String file) throws IOException {
    return JSON.readTree(HOME.resolve("docs/iam").resolve(file).toFile());
  }

  private static List<String> texts(JsonNode oneOrMore) {
    return oneOrMore.isTextual()
        ? List.of(oneOrMore.asText())
        : oneOrMore.valueStream().map(JsonNode::asText).toList();
  }

  private static List<String> blocks(Path page, String language) throws IOException {
    return matches("(?ms)^```" + language + "\\n(.*?)^```", Files.readString(page))
        .map(match -> match.group(1))
        .toList();
  }

  private static Stream<MatchResult> matches(String pattern, String text) {
    return Pattern.compile(pattern).matcher(text).results();
  }
}
