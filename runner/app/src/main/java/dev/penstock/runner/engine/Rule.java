package dev.penstock.runner.engine;

import dev.penstock.runner.spi.ColumnType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A condition on the rows of a relation. Columns are named as the relation names them. */
public sealed interface Rule {
  /** {@return the rule in words, as {@code notNull order_id}} */
  String says();

  /** A condition on one row. */
  sealed interface OfRow extends Rule {
    /** {@return the SQL that is true for a row that breaks it} */
    String broken();
  }

  /** The column has a value. */
  record NotNull(String column) implements OfRow {
    @Override
    public String says() {
      return "notNull " + column;
    }

    @Override
    public String broken() {
      return Sql.identifier(column) + " IS NULL";
    }
  }

  /** The column, as text, is one of the values or NULL. */
  record Accepted(String column, List<String> values) implements OfRow {
    public Accepted {
      values = List.copyOf(values);
    }

    @Override
    public String says() {
      return "accepted " + column;
    }

    @Override
    public String broken() {
      return "CAST(%s AS VARCHAR) NOT IN (%s)"
          .formatted(
              Sql.identifier(column),
              String.join(", ", values.stream().map(Sql::literal).toList()));
    }
  }

  /** The column is not below {@code min}, not above {@code max}, or NULL. */
  record Range(String column, ColumnType type, Optional<String> min, Optional<String> max)
      implements OfRow {
    public Range {
      if (min.isEmpty() && max.isEmpty()) {
        throw new IllegalArgumentException("A range of %s without bounds".formatted(column));
      }
    }

    @Override
    public String says() {
      return "range " + column;
    }

    @Override
    public String broken() {
      List<String> sides = new ArrayList<>();
      min.ifPresent(bound -> sides.add(Sql.identifier(column) + " < " + cast(bound)));
      max.ifPresent(bound -> sides.add(Sql.identifier(column) + " > " + cast(bound)));
      return "(" + String.join(" OR ", sides) + ")";
    }

    private String cast(String bound) {
      return "CAST(%s AS %s)".formatted(Sql.literal(bound), EngineTypes.name(type));
    }
  }

  /**
   * A condition in SQL is true or NULL.
   *
   * @param written as its author wrote it, for messages
   * @param sql as the engine runs it; brackets can enclose it
   */
  record Expect(String written, String sql) implements OfRow {
    private static final int SHOWN = 80;

    @Override
    public String says() {
      var line = written.strip().replaceAll("\\s+", " ");
      return "expect " + (line.length() <= SHOWN ? line : line.substring(0, SHOWN) + "...");
    }

    @Override
    public String broken() {
      // On lines of its own, so that a comment at its end ends.
      return "NOT CAST((\n" + sql + "\n) AS BOOLEAN)";
    }
  }

  /** No two rows of a run agree in all of these columns, unless one of them is NULL. */
  record Unique(List<String> columns) implements Rule {
    public Unique {
      columns = List.copyOf(columns);
      if (columns.isEmpty()) {
        throw new IllegalArgumentException("Unique in no column");
      }
    }

    @Override
    public String says() {
      return "unique " + String.join(", ", columns);
    }
  }
}
