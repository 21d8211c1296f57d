package dev.penstock.runner.source.postgres;

import dev.penstock.api.model.Parameter;
import dev.penstock.runner.spi.ConfigurationException;
import dev.penstock.runner.spi.PenstockException;
import dev.penstock.runner.spi.Reason;
import dev.penstock.runner.sql.SqlText;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/**
 * SQL of the manifest: a query, or the condition of a table. A parameter becomes an expression that
 * asks the session for its value, because COPY takes no bound values; the session gets them by
 * {@link #settings}, as values.
 *
 * @param text that can stand between brackets
 * @param parameters those that it uses, by name
 * @param object for messages: {@code The query at spec.sources[1].query.sql}
 */
record UserSql(SqlText text, Map<String, Parameter> parameters, String object) {
  /** Refuses what can not be embedded and parameters that nobody declared. */
  static UserSql of(String sql, List<Parameter> declared, String object) {
    SqlText text = SqlText.of(sql);
    if (!text.contained()) {
      throw new ConfigurationException(
          Reason.QUERY_INVALID,
          object + " leaves a quote, a comment or a bracket open, or holds a semicolon",
          "Close what it opens, and write one statement without a semicolon");
    }
    Map<String, Parameter> used = new LinkedHashMap<>();
    for (String name : text.names()) {
      used.put(
          name,
          declared.stream()
              .filter(parameter -> parameter.name().equals(name))
              .findFirst()
              .orElseThrow(() -> unknown(name, declared, object)));
    }
    return new UserSql(text, used, object);
  }

  private static ConfigurationException unknown(
      String name, List<Parameter> declared, String object) {
    var known = new TreeSet<String>();
    declared.forEach(parameter -> known.add("$" + parameter.name()));
    return new ConfigurationException(
        Reason.QUERY_INVALID,
        "%s uses $%s, which is no parameter".formatted(object, name),
        known.isEmpty()
            ? "Declare it in spec.parameters"
            : "Declare it in spec.parameters, or use one of " + String.join(", ", known));
  }

  /** {@return the text to embed, on lines of its own so that a comment at its end ends} */
  String sql() {
    return "\n" + bound() + "\n";
  }

  private String bound() {
    return text.with(this::expression);
  }

  private String expression(String name) {
    Parameter parameter = parameters.get(name);
    if (parameter == null) {
      throw new IllegalStateException("No parameter " + name);
    }
    return "(pg_catalog.current_setting('%s')::%s)".formatted(setting(name), type(parameter));
  }

  private static String type(Parameter parameter) {
    return switch (parameter.type()) {
      case TEXT -> "text";
      case INTEGER -> "bigint";
      case DECIMAL -> "numeric";
      case BOOLEAN -> "boolean";
      case DATE -> "date";
      case TIMESTAMP -> "timestamptz";
    };
  }

  private static String setting(String name) {
    return "penstock.p_" + name;
  }

  /** {@return what a session sets before it runs the text} */
  Map<String, String> settings() {
    Map<String, String> settings = new LinkedHashMap<>();
    parameters.forEach((name, parameter) -> settings.put(setting(name), parameter.value()));
    return settings;
  }

  /**
   * Tells the author what the server says of the text, if it is about the text.
   *
   * @param sent the statement that it was embedded in
   */
  PenstockException refused(SQLException error, String sent, PostgresErrors errors) {
    if (!(error instanceof PSQLException server)
        || server.getServerErrorMessage() == null
        || !aboutTheText(String.valueOf(error.getSQLState()))) {
      return errors.translate(error, object);
    }
    ServerErrorMessage message = server.getServerErrorMessage();
    return new ConfigurationException(
        "42501".equals(error.getSQLState()) ? Reason.PERMISSION_DENIED : Reason.QUERY_INVALID,
        "%s is refused by connection %s%s: %s"
            .formatted(
                object,
                errors.connection().name(),
                place(sent, message.getPosition()),
                message.getMessage()),
        "Correct it, or grant what it needs",
        error);
  }

  /** Syntax and rights, constants that are no values, what is not supported. No row was read. */
  private static boolean aboutTheText(String state) {
    return state.startsWith("42")
        || state.startsWith("22")
        || state.startsWith("21")
        || state.startsWith("0A")
        || state.startsWith("3F")
        || state.equals("25006");
  }

  private String place(String sent, int position) {
    int start = sent.indexOf(sql()) + 1;
    if (position < 1 || start < 1) {
      return "";
    }
    String sql = text.with(name -> "$" + name);
    int at = original(sent.offsetByCodePoints(0, position - 1) - start);
    if (at < 0) {
      return "";
    }
    String before = sql.substring(0, at);
    int line = (int) before.chars().filter(c -> c == '\n').count() + 1;
    int column = before.codePointCount(before.lastIndexOf('\n') + 1, at) + 1;
    return " at line %d, column %d".formatted(line, column);
  }

  /** {@return the place in the text as written of a place in the text as sent} */
  private int original(int offset) {
    int sent = 0;
    int written = 0;
    for (int i = 0; i < text.parameters().size(); i++) {
      int length = text.pieces().get(i).length();
      if (offset <= sent + length) {
        return written + offset - sent;
      }
      String name = text.parameters().get(i);
      sent += length + expression(name).length();
      written += length;
      if (offset < sent) {
        return written;
      }
      written += 1 + name.length();
    }
    return written + Math.min(offset - sent, text.pieces().getLast().length());
  }
}
