package dev.penstock.runner.engine;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.sql.SQLException;
import java.util.OptionalInt;

/** The engine does not take an SQL text; whoever knows where it stands tells its author. */
public final class SqlRefused extends Exception {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long serialVersionUID = 1;

  private final int offset;

  SqlRefused(String detail, int offset) {
    super(detail);
    this.offset = offset;
  }

  /**
   * {@return what the engine said} The connection says its errors as JSON.
   *
   * @param before how many bytes of the statement stand before the text at hand
   */
  static SqlRefused of(SQLException error, int before) {
    String message = String.valueOf(error.getMessage());
    try {
      JsonNode said = JSON.readTree(message.substring(Math.max(0, message.indexOf('{'))));
      if (said.has("exception_message")) {
        int position = said.path("position").asInt(-1);
        return new SqlRefused(
            firstLine(said.path("exception_message").asText()), position - before);
      }
    } catch (JsonProcessingException e) {
      // Then it is plain text.
    }
    return new SqlRefused(EngineErrors.detail(error), -1);
  }

  static String firstLine(String text) {
    return text.lines().findFirst().orElse("").strip();
  }

  /** {@return the same for a text that stands behind so many bytes of the statement} */
  SqlRefused behind(int before) {
    return new SqlRefused(String.valueOf(getMessage()), offset - before);
  }

  /** {@return what is wrong, without a full stop} */
  public String detail() {
    return String.valueOf(getMessage()).replaceFirst("[.!]+$", "");
  }

  /** {@return where in the text, in bytes of UTF-8; empty: the engine does not say} */
  public OptionalInt offset() {
    return offset < 0 ? OptionalInt.empty() : OptionalInt.of(offset);
  }
}
