package dev.penstock.sandbox.kubernetes;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;

/**
 * The label by which a sandbox knows on somebody's cluster what it made there, also after it was
 * killed.
 *
 * @param id random; never used by another sandbox
 */
record Mark(String id) {
  static final String LABEL = "penstock.dev/sandbox";

  static Mark random() {
    var bytes = new byte[8];
    new SecureRandom().nextBytes(bytes);
    return new Mark(HexFormat.of().formatHex(bytes));
  }

  Map<String, String> labels() {
    return Map.of(LABEL, id);
  }

  boolean on(HasMetadata object) {
    var labels = object.getMetadata().getLabels();
    return labels != null && id.equals(labels.get(LABEL));
  }
}
