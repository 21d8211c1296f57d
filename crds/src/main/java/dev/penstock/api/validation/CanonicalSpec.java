package dev.penstock.api.validation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.penstock.api.EtlPipelineSpec;
import dev.penstock.api.model.SpecHash;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;
import java.util.TreeMap;

/**
 * The parts of a spec that decide what a run does, as one JSON text: keys sorted, defaults absent,
 * durations in one spelling.
 *
 * <p>Writing a default out changes nothing; nor does a later release that adds a field, because its
 * default is absent too. Schedule, pod and words for people are not part of it.
 */
public final class CanonicalSpec {
  static final String PREFIX = "_penstock";
  private static final ObjectMapper JSON = new ObjectMapper();

  private CanonicalSpec() {}

  /** {@return the first sixteen hexadecimal digits of the SHA-256 of {@link #json}} */
  public static SpecHash hash(EtlPipelineSpec spec) {
    try {
      var digest =
          MessageDigest.getInstance("SHA-256").digest(json(spec).getBytes(StandardCharsets.UTF_8));
      return new SpecHash(HexFormat.of().formatHex(Arrays.copyOf(digest, 8)));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** {@return the canonical JSON} */
  public static String json(EtlPipelineSpec spec) {
    try {
      var all = JSON.createObjectNode();
      all.set("store", JSON.valueToTree(spec.store()));
      all.set("parameters", JSON.valueToTree(spec.parameters()));
      all.set("sources", JSON.valueToTree(spec.sources()));
      all.set("steps", JSON.valueToTree(spec.steps()));
      all.set("checks", JSON.valueToTree(spec.checks()));
      all.set("targets", JSON.valueToTree(spec.targets()));
      all.set("engine", JSON.valueToTree(spec.engine()));
      all.set("image", JSON.valueToTree(spec.image()));
      WrittenDefaults.drop(all);
      return JSON.writeValueAsString(sorted(all));
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** Lists keep their order, which has a meaning; empty ones say nothing. */
  private static JsonNode sorted(JsonNode node) {
    if (node.isArray()) {
      var array = JSON.createArrayNode();
      node.forEach(item -> array.add(sorted(item)));
      return array;
    }
    if (!node.isObject()) {
      return node;
    }
    var fields = new TreeMap<String, JsonNode>();
    node.properties().stream()
        .filter(field -> !field.getValue().isNull())
        .filter(field -> !(field.getValue().isArray() && field.getValue().isEmpty()))
        .forEach(field -> fields.put(field.getKey(), sorted(field.getValue())));
    var object = JSON.createObjectNode();
    fields.forEach((name, value) -> object.set(name, Objects.requireNonNull(value)));
    return object;
  }
}
