package dev.penstock.runner.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.penstock.api.runner.TerminationMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where Kubernetes takes a container's last words from. Never throws. */
public final class TerminationFile {
  private static final Logger LOG = LoggerFactory.getLogger(TerminationFile.class);

  /** Kubernetes keeps no more. */
  static final int BYTES = 4096;

  private static final ObjectMapper JSON = new ObjectMapper();

  private TerminationFile() {}

  /** Leaves a message there, cut to what Kubernetes keeps. */
  public static void write(Path file, TerminationMessage message) {
    try {
      Files.write(file, fit(message));
    } catch (IOException | RuntimeException e) {
      LOG.warn("event=termination-message-failed file={} message={}", file, e.toString());
    }
  }

  /** The sentences give way first, then the targets; reason and number stay. */
  static byte[] fit(TerminationMessage message) throws JsonProcessingException {
    for (int length : List.of(Integer.MAX_VALUE, 1000, 300, 100)) {
      var shorter =
          new TerminationMessage(
              message.reason(),
              cut(message.message(), length),
              cut(message.nextStep(), length),
              message.specHash(),
              message.commit(),
              message.targets(),
              message.durationMillis(),
              message.rejects());
      var json = JSON.writeValueAsBytes(shorter);
      if (json.length <= BYTES) {
        return json;
      }
    }
    return JSON.writeValueAsBytes(
        new TerminationMessage(
            message.reason(),
            cut(message.message(), 100),
            cut(message.nextStep(), 100),
            message.specHash(),
            message.commit(),
            null,
            message.durationMillis(),
            message.rejects()));
  }

  private static @Nullable String cut(@Nullable String text, int length) {
    return text == null || text.length() <= length ? text : text.substring(0, length - 3) + "...";
  }
}
