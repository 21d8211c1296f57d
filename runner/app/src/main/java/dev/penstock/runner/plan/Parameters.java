package dev.penstock.runner.plan;

import dev.penstock.api.model.Parameter;
import dev.penstock.runner.engine.Variable;
import dev.penstock.runner.spi.ColumnType;
import dev.penstock.runner.spi.ConfigurationException;
import dev.penstock.runner.spi.Reason;
import dev.penstock.runner.sql.SqlText;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What {@code $name} stands for in the SQL of steps and checks: a variable of the engine. */
final class Parameters {
  /** The id of the run, which every pipeline has. */
  static final String RUN_ID = "run_id";

  private final Map<String, Variable> byName = new LinkedHashMap<>();

  Parameters(List<Parameter> declared, String runId) {
    byName.put(RUN_ID, new Variable(RUN_ID, new ColumnType.Text(), runId));
    declared.forEach(parameter -> byName.put(parameter.name(), variable(parameter)));
  }

  private static Variable variable(Parameter parameter) {
    return new Variable(parameter.name(), type(parameter), parameter.value());
  }

  private static ColumnType type(Parameter parameter) {
    return switch (parameter.type()) {
      case TEXT -> new ColumnType.Text();
      case INTEGER -> new ColumnType.Int64();
      case DECIMAL -> decimal(parameter);
      case BOOLEAN -> new ColumnType.Bool();
      case DATE -> new ColumnType.Date();
      case TIMESTAMP -> new ColumnType.TimestampTz();
    };
  }

  // As wide as the value and no wider: a product with a wider one would not fit 38 digits.
  private static ColumnType decimal(Parameter parameter) {
    var value = new BigDecimal(parameter.value());
    int scale = Math.max(0, value.scale());
    int precision = Math.max(scale + 1, value.precision() - value.scale() + scale);
    return new ColumnType.Decimal(Math.min(ColumnType.Decimal.MAX_PRECISION, precision), scale);
  }

  List<Variable> variables() {
    return new ArrayList<>(byName.values());
  }

  /**
   * {@return the text with its parameters read from variables}
   *
   * @param object what the text belongs to
   * @param path where it stands
   */
  EngineSql in(String sql, String object, String path) {
    var text = SqlText.of(sql);
    for (var name : text.names()) {
      if (!byName.containsKey(name)) {
        throw new ConfigurationException(
            Reason.STEP_INVALID,
            "%s uses parameter $%s, which is not declared".formatted(object, name),
            "Use one of %s in %s, or declare it in spec.parameters"
                .formatted(
                    String.join(", ", byName.keySet().stream().map(n -> "$" + n).toList()), path));
      }
    }
    return EngineSql.of(sql, text, byName);
  }
}
