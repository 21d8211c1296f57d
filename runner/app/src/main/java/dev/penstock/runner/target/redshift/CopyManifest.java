package dev.penstock.runner.target.redshift;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The list of objects that one COPY loads: each one demanded, each with its length. */
final class CopyManifest {
  private CopyManifest() {}

  /** An object of the bucket. */
  record Loaded(String key, long bytes, long rows) {}

  static byte[] of(String bucket, List<Loaded> objects) {
    var root = JsonNodeFactory.instance.objectNode();
    var entries = root.putArray("entries");
    for (var object : objects) {
      var entry = entries.addObject();
      entry.put("url", "s3://" + bucket + "/" + object.key());
      // Without it a missing object is skipped in silence.
      entry.put("mandatory", true);
      entry.putObject("meta").put("content_length", object.bytes());
    }
    return root.toString().getBytes(StandardCharsets.UTF_8);
  }
}
