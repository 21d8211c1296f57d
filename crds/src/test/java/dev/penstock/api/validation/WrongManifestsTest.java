package dev.penstock.api.validation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.penstock.api.EtlConnectionSpec;
import dev.penstock.api.EtlPipelineSpec;
import dev.penstock.api.Manifests;
import dev.penstock.api.model.ResourceName;
import dev.penstock.api.validation.Checked.Invalid;
import dev.penstock.api.validation.Checked.Valid;
import dev.penstock.api.wrong.Corpus;
import dev.penstock.api.wrong.WrongManifest;
import dev.penstock.api.wrong.WrongManifest.Kind;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class WrongManifestsTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Corpus CORPUS = Corpus.of(Path.of(""));
  private static final Map<String, EtlConnectionSpec> CONNECTIONS =
      Manifests.read(CORPUS.directory().resolve("connections.yaml")).connections().stream()
          .collect(Collectors.toMap(Manifests.Resource::name, Manifests.Resource::spec));

  static List<WrongManifest> mistakes() {
    return CORPUS.mistakes().stream()
        .filter(wrong -> wrong.kind() == Kind.VALUE || wrong.kind() == Kind.SENSE)
        .toList();
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void theValidatorNamesTheField(WrongManifest wrong) {
    assertThat(check(wrong.document()))
        .isInstanceOfSatisfying(
            Invalid.class,
            invalid ->
                assertThat(((Invalid<?>) invalid).findings())
                    .as("findings that name %s", wrong.field())
                    .anySatisfy(
                        finding -> assertThat(finding.path()).matches(wrong::isNamedBy, "named")));
  }

  @Test
  void thereAreHundredsOfEachKind() {
    var counts =
        new TreeMap<>(
            CORPUS.mistakes().stream()
                .collect(Collectors.groupingBy(WrongManifest::kind, Collectors.counting())));
    System.out.println("Wrong manifests by who can see the mistake: " + counts);
    assertThat(counts.get(Kind.SHAPE)).isGreaterThan(200);
    assertThat(counts.get(Kind.VALUE)).isGreaterThan(200);
    assertThat(counts.get(Kind.SENSE)).isGreaterThan(200);
  }

  @Test
  void oneMistakeDoesNotMakeAParseErrorOfAnotherPlace() {
    // What parses is right everywhere else: SQL is not the validator's.
    assertThat(CORPUS.mistakes().stream().filter(wrong -> wrong.kind() == Kind.SQL))
        .isNotEmpty()
        .allSatisfy(wrong -> assertThat(check(wrong.document())).isInstanceOf(Valid.class));
  }

  private static Checked<?> check(JsonNode document) {
    var metadata = document.path("metadata");
    var name = metadata.path("name").asText();
    var spec = document.get("spec");
    return document.path("kind").asText().equals("EtlConnection")
        ? new Validator().connection(name, JSON.convertValue(spec, EtlConnectionSpec.class))
        : new Validator()
            .pipeline(
                new ResourceName("shop", name),
                JSON.convertValue(spec, EtlPipelineSpec.class),
                CONNECTIONS);
  }

  @Test
  void damageAtSeveralPlacesMakesNothingThrow() {
    for (var document : CORPUS.damaged(7, 2_000)) {
      assertThatCode(
              () -> {
                try {
                  check(document);
                } catch (IllegalArgumentException e) {
                  // The wire can not hold it: JSON of another type, which the schema refuses.
                  assertThat(e.getCause())
                      .isInstanceOf(com.fasterxml.jackson.core.JsonProcessingException.class);
                }
              })
          .as(document.toString())
          .doesNotThrowAnyException();
    }
  }
}
