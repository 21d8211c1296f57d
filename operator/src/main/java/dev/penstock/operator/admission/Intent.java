package dev.penstock.operator.admission;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The Job that was decided to start last, with all that starting it takes, so that any operator can
 * finish what another began.
 *
 * @param job its name
 * @param uid its UID
 * @param annotations of its pod template: the run's identity
 */
@JsonIgnoreProperties(ignoreUnknown = true)
record Intent(String job, String uid, Map<String, String> annotations) {
  private static final ObjectMapper JSON = new ObjectMapper();

  Intent {
    annotations = Map.copyOf(annotations);
  }

  String json() {
    try {
      return JSON.writeValueAsString(this);
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** {@return the intent; empty when the text is none, as after an edit by hand} */
  static Optional<Intent> parse(@Nullable String json) {
    if (json == null) {
      return Optional.empty();
    }
    try {
      return Optional.ofNullable(JSON.readValue(json, Intent.class));
    } catch (JsonProcessingException notOurs) {
      return Optional.empty();
    }
  }
}
