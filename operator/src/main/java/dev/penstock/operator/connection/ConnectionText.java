package dev.penstock.operator.connection;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.penstock.operator.resource.EtlConnection;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;

/**
 * A connection as the runner reads it, the same text for the same content.
 *
 * @param json of the resource, with nothing but its name and spec
 * @param hash sixteen hexadecimal digits over it
 */
record ConnectionText(String json, String hash) {
  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS).build();

  static ConnectionText of(EtlConnection connection) {
    var metadata = connection.getMetadata();
    try {
      var json =
          JSON.writeValueAsString(
              Map.of(
                  "apiVersion",
                  "penstock.dev/v1alpha1",
                  "kind",
                  "EtlConnection",
                  "metadata",
                  Map.of("name", metadata.getName(), "namespace", metadata.getNamespace()),
                  "spec",
                  connection.getSpec()));
      var digest =
          MessageDigest.getInstance("SHA-256").digest(json.getBytes(StandardCharsets.UTF_8));
      return new ConnectionText(json, HexFormat.of().formatHex(Arrays.copyOf(digest, 8)));
    } catch (JsonProcessingException | NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
