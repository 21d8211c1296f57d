package dev.penstock.sandbox.redshift.copy.text;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** SUPER from text: JSON that is read but not changed. */
final class JsonText {
  private static final int LONGEST_TEXT = 65_535;
  private static final JsonFactory JSON = new JsonFactory();

  private JsonText() {}

  static String checked(String text) throws FieldProblem {
    try (JsonParser parser = JSON.createParser(text)) {
      int depth = 0;
      int values = 0;
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        values += depth == 0 ? 1 : 0;
        depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
        if (token == JsonToken.VALUE_STRING || token == JsonToken.FIELD_NAME) {
          checkText(parser.getText());
        }
      }
      if (values != 1) {
        throw new FieldProblem(1224, "Invalid JSON: one value is expected");
      }
      return text;
    } catch (com.fasterxml.jackson.core.JacksonException e) {
      throw new FieldProblem(1224, "Invalid JSON: %s".formatted(e.getOriginalMessage()));
    } catch (IOException e) {
      throw new IllegalStateException("A text in memory can be read", e);
    }
  }

  private static void checkText(String text) throws FieldProblem {
    if (text.getBytes(StandardCharsets.UTF_8).length > LONGEST_TEXT) {
      throw new FieldProblem(
          1224, "A text inside SUPER is longer than %d bytes".formatted(LONGEST_TEXT));
    }
    if (text.indexOf('\0') >= 0) {
      throw new FieldProblem(1224, "A NUL inside SUPER is not known to the stand-in");
    }
  }
}
