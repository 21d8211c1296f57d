package dev.penstock.runner.plan;

import dev.penstock.runner.engine.SqlRefused;
import dev.penstock.runner.engine.Variable;
import dev.penstock.runner.spi.ConfigurationException;
import dev.penstock.runner.spi.Reason;
import dev.penstock.runner.sql.SqlFault;
import dev.penstock.runner.sql.SqlText;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * SQL that somebody wrote, as the engine runs it, and the way back from a place in the one to the
 * line and column of the other.
 *
 * @param written by the author
 * @param text with parameters replaced
 * @param shifts by place in {@code text} where a piece begins: its place in {@code written}
 */
record EngineSql(String written, String text, TreeMap<Integer, Integer> shifts) {
  static EngineSql of(String written, SqlText pieces, Map<String, Variable> variables) {
    var text = new StringBuilder();
    var shifts = new TreeMap<Integer, Integer>();
    int at = 0;
    for (int i = 0; i < pieces.pieces().size(); i++) {
      shifts.put(text.length(), at);
      text.append(pieces.pieces().get(i));
      at += pieces.pieces().get(i).length();
      if (i < pieces.parameters().size()) {
        var name = pieces.parameters().get(i);
        var variable = variables.get(name);
        if (variable == null) {
          throw new IllegalArgumentException("Parameter " + name + " is not known");
        }
        shifts.put(text.length(), at);
        text.append(variable.read());
        at += name.length() + 1;
      }
    }
    return new EngineSql(written, text.toString(), shifts);
  }

  /**
   * {@return the refusal that its author reads}
   *
   * @param object as {@code The SQL of step a}
   * @param path where the text stands in the manifest
   */
  ConfigurationException refused(SqlRefused refused, String object, String path) {
    var fault =
        refused.offset().isPresent()
            ? fault(refused.offset().getAsInt())
            : Optional.<SqlFault>empty();
    return new ConfigurationException(
        Reason.STEP_INVALID,
        "%s is refused%s: %s"
            .formatted(
                object, fault.map(at -> " at " + at.getMessage()).orElse(""), refused.detail()),
        "Correct " + path,
        fault.orElse(null));
  }

  /** {@return the place in what was written; empty if it is outside} */
  private Optional<SqlFault> fault(int bytes) {
    var utf8 = text.getBytes(StandardCharsets.UTF_8);
    if (bytes > utf8.length) {
      return Optional.empty();
    }
    int place = new String(utf8, 0, bytes, StandardCharsets.UTF_8).length();
    var piece = shifts.floorEntry(place);
    int next =
        shifts.higherEntry(place) == null ? written.length() : shifts.higherEntry(place).getValue();
    int at = Math.min(next, piece.getValue() + place - piece.getKey());
    int line = (int) written.substring(0, at).chars().filter(c -> c == '\n').count() + 1;
    int column = at - (written.lastIndexOf('\n', at - 1) + 1) + 1;
    return Optional.of(new SqlFault(written, line, column));
  }
}
