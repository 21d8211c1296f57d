package dev.penstock.operator.pipeline;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.penstock.api.EtlConnectionSpec;
import dev.penstock.operator.resource.EtlPipeline;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * The pipeline and its connections as a List, the same text for the same content.
 *
 * @param json what the runner reads
 * @param hash eight hexadecimal digits over it
 */
record RunnerManifests(String json, String hash) {
  private static final String API = "penstock.dev/v1alpha1";
  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS).build();

  static RunnerManifests of(
      EtlPipeline pipeline, SortedMap<String, EtlConnectionSpec> connections) {
    var metadata = pipeline.getMetadata();
    var items = new ArrayList<Object>();
    // Who is told of it is no business of a run, and its connections are not there.
    var spec = pipeline.getSpec().withoutNotify();
    items.add(item("EtlPipeline", metadata.getNamespace(), metadata.getName(), spec));
    connections.forEach((name, connection) ->
        items.add(item("EtlConnection", metadata.getNamespace(), name, connection)));
    try {
      var json =
          JSON.writeValueAsString(
              Map.of("apiVersion", "v1", "kind", "List", "items", List.copyOf(items)));
      return new RunnerManifests(json, hash(json));
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static Map<String, Object> item(String kind, String namespace, String name, Object spec) {
    return Map.of(
        "apiVersion", API,
        "kind", kind,
        "metadata", Map.of("name", name, "namespace", namespace),
        "spec", spec);
  }

  private static String hash(String json) {
    try {
      var digest =
          MessageDigest.getInstance("SHA-256").digest(json.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(Arrays.copyOf(digest, 4));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
