package dev.penstock.operator.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.api.wrong.Corpus;
import dev.penstock.api.wrong.WrongManifest;
import dev.penstock.api.wrong.WrongManifest.Kind;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.FieldValidateable.Validation;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Mistakes that schema and rules of the CRDs refuse when a manifest is applied. */
class WrongManifestsIT {
  private static TestCluster cluster;

  @BeforeAll
  static void start() throws IOException, InterruptedException {
    if (TestCluster.possible()) {
      cluster = TestCluster.start();
    }
  }

  @BeforeEach
  void needsAControlPlane() {
    TestCluster.assumePossible();
  }

  @AfterAll
  static void stop() throws IOException {
    try (var control = cluster) {}
  }

  @Test
  void whatTheSchemaKnowsIsRefusedAtApplyAndTheFieldIsNamed() {
    var refused = new EnumMap<Kind, Integer>(Kind.class);
    var taken = new EnumMap<Kind, Integer>(Kind.class);
    var silent = new ArrayList<String>();
    for (var wrong : Corpus.of(TestCluster.home()).mistakes()) {
      var refusal = refusal(wrong);
      (refusal.isPresent() ? refused : taken).merge(wrong.kind(), 1, Integer::sum);
      boolean theirs = wrong.kind() == Kind.SHAPE || wrong.kind() == Kind.VALUE;
      if (theirs && refusal.filter(message -> names(wrong, message)).isEmpty()) {
        silent.add(wrong + ": " + refusal.orElse("taken"));
      }
    }
    System.out.printf(
        "Wrong manifests that the API server refused: %s, took: %s%n", refused, taken);
    assertThat(silent).isEmpty();
  }

  private static Optional<String> refusal(WrongManifest wrong) {
    var resource =
        Serialization.unmarshal(wrong.document().toString(), GenericKubernetesResource.class);
    try {
      cluster
          .admin()
          .resource(resource)
          .inNamespace("default")
          .dryRun(true)
          .fieldValidation(Validation.STRICT)
          .create();
      return Optional.empty();
    } catch (KubernetesClientException e) {
      assertThat(e.getCode()).as("%s: %s", wrong, e.getMessage()).isIn(400, 422);
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  /** The server speaks of the field, of what it lies in, or of an item that lacks it. */
  private static boolean names(WrongManifest wrong, String message) {
    var field = wrong.field();
    int last = Math.max(field.lastIndexOf('.'), field.lastIndexOf('['));
    return message.contains(field)
        || (last > 0 && message.contains(field.substring(0, last) + ": "));
  }
}
