package dev.penstock.runner.commit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.penstock.runner.spi.ConfigurationException;
import dev.penstock.runner.spi.Reason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * Entries as JSON, format {@value #MAJOR}.x: an unknown field is ignored, a higher major refused. A
 * lower one is read too: what it lacks was not done then.
 */
final class EntryFormat {
  static final int MAJOR = 5;
  private static final String VERSION = MAJOR + ".0";

  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .addModule(new Jdk8Module())
          .addModule(new JavaTimeModule())
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .build();

  private EntryFormat() {}

  static byte[] write(Entry entry) {
    ObjectNode node = JSON.createObjectNode().put("format", VERSION);
    node.setAll((ObjectNode) JSON.valueToTree(entry));
    return node.toPrettyString().getBytes(StandardCharsets.UTF_8);
  }

  static Entry read(String key, byte[] json) {
    try {
      var node = JSON.readTree(json);
      var format = node.path("format").asText("");
      if (!format.matches("\\d+\\.\\d+")) {
        throw unreadable(key, "has no format", null);
      }
      if (Integer.parseInt(format.substring(0, format.indexOf('.'))) > MAJOR) {
        throw new ConfigurationException(
            Reason.HISTORY_MISMATCH,
            "Entry %s has format %s, this runner reads up to %d.x".formatted(key, format, MAJOR),
            "Run a runner image at least as new as the one that wrote the entry");
      }
      return JSON.treeToValue(node, Entry.class);
    } catch (JsonProcessingException e) {
      throw unreadable(key, "is not an entry: " + e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw unreadable(key, "is not JSON", e);
    }
  }

  /** {@return whether a receipt is of that entry, and not of one that a lost log had there} */
  static boolean isAccountOf(byte[] receipt, Entry entry) {
    try {
      var node = JSON.readTree(receipt);
      return node.path("attempt").asText("").equals(entry.attempt())
          && node.path("number").asLong(-1) == entry.number();
    } catch (IOException e) {
      return false;
    }
  }

  private static ConfigurationException unreadable(
      String key, String why, @org.jspecify.annotations.Nullable Throwable cause) {
    return new ConfigurationException(
        Reason.HISTORY_MISMATCH,
        "Entry %s %s".formatted(key, why),
        "Restore the object from the bucket's versions; an entry is never written by hand",
        cause);
  }
}
