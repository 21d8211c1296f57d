package dev.penstock.runner.plan;

import dev.penstock.api.model.InvalidText;
import dev.penstock.api.model.Mode;
import dev.penstock.api.model.Pipeline;
import dev.penstock.runner.spi.ColumnType;
import dev.penstock.runner.spi.ConfigurationException;
import dev.penstock.runner.spi.Reason;
import dev.penstock.runner.spi.Schema;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** Finds the columns of sources whose texts may be no UTF-8, and refuses what fits no column. */
final class InvalidTexts {
  private InvalidTexts() {}

  /**
   * {@return per source, by column as it spells it, whether what is wrong is replaced}
   *
   * @param sources the columns of every source, by name
   */
  static Map<String, Map<String, Boolean>> of(Pipeline pipeline, Map<String, Schema> sources) {
    Map<String, Map<String, Boolean>> all = new LinkedHashMap<>();
    for (int i = 0; i < pipeline.sources().size(); i++) {
      var source = pipeline.sources().get(i);
      Map<String, Boolean> columns = new LinkedHashMap<>();
      for (var policy : source.invalidTexts()) {
        var path = "spec.sources[" + i + "].columns";
        var schema = Objects.requireNonNull(sources.get(source.name()));
        var column = column(source.name(), schema, policy, path);
        refuseKeys(pipeline, source.name(), column, path);
        columns.put(column, policy.replace());
      }
      all.put(source.name(), columns);
    }
    return all;
  }

  private static String column(String source, Schema schema, InvalidText policy, String path) {
    var column =
        Columns.find(schema, policy.column())
            .orElseThrow(() ->
                new ConfigurationException(
                    Reason.COLUMN_NOT_FOUND,
                    "Source %s has no column %s".formatted(source, policy.column()),
                    "Write %s in %s, or another one of %s"
                        .formatted(
                            Nearest.of(policy.column(), schema.names()),
                            path,
                            String.join(", ", schema.names()))));
    if (!(column.type() instanceof ColumnType.Text || column.type() instanceof ColumnType.Json)) {
      throw new ConfigurationException(
          Reason.INVALID_SPEC,
          "Source %s has invalidText for column %s, which is %s"
              .formatted(source, column.name(), column.type()),
          "Remove it from " + path);
    }
    return column.name();
  }

  private static Stream<String> telling(Mode mode) {
    return switch (mode) {
      case Mode.Append append -> Stream.empty();
      case Mode.Replace replace -> Stream.empty();
      case Mode.Window window -> Stream.empty();
      case Mode.Upsert upsert -> Stream.concat(upsert.key().stream(), upsert.orderBy().stream());
      case Mode.Scd2 history -> Stream.concat(history.key().stream(), history.orderBy().stream());
    };
  }

  /** Two keys that are mended may become one, and then one of two rows is gone. */
  private static void refuseKeys(Pipeline pipeline, String source, String column, String path) {
    pipeline.targets().stream()
        .filter(target -> target.from().equals(source))
        .filter(target -> telling(target.mode()).anyMatch(column::equalsIgnoreCase))
        .findFirst()
        .ifPresent(target -> {
          throw new ConfigurationException(
              Reason.INVALID_SPEC,
              "Source %s has invalidText for column %s, by which target %s tells rows apart"
                  .formatted(source, column, target.name()),
              "Remove it from %s, or correct these texts in a query or a view".formatted(path));
        });
  }
}
