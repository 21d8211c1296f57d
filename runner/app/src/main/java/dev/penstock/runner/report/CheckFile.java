package dev.penstock.runner.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.penstock.api.runner.CheckMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where Kubernetes takes the last words of a check from. Never throws. */
public final class CheckFile {
  private static final Logger LOG = LoggerFactory.getLogger(CheckFile.class);
  private static final ObjectMapper JSON = new ObjectMapper();

  private CheckFile() {}

  /** Leaves a message there, cut to what Kubernetes keeps. */
  public static void write(Path file, CheckMessage message) {
    try {
      Files.write(file, fit(message));
    } catch (IOException | RuntimeException e) {
      LOG.warn("event=termination-message-failed file={} message={}", file, e.toString());
    }
  }

  /** The sentences of capabilities give way first, then the capabilities; the reason stays. */
  static byte[] fit(CheckMessage message) throws JsonProcessingException {
    for (int length : List.of(1000, 300, 150, 60)) {
      var json = JSON.writeValueAsBytes(cut(message, length, false));
      if (json.length <= TerminationFile.BYTES) {
        return json;
      }
    }
    return JSON.writeValueAsBytes(cut(message, 100, true));
  }

  private static CheckMessage cut(CheckMessage message, int length, boolean bare) {
    var capabilities = message.capabilities();
    return new CheckMessage(
        message.connection(),
        message.kind(),
        message.reachable(),
        message.reason(),
        cut(message.message(), Math.max(100, length)),
        cut(message.nextStep(), Math.max(100, length)),
        bare || capabilities == null
            ? null
            : capabilities.stream().map(capability -> capability.cut(length)).toList());
  }

  private static @Nullable String cut(@Nullable String text, int length) {
    return text == null || text.length() <= length ? text : text.substring(0, length - 3) + "...";
  }
}
