package dev.penstock.api.model;

import java.util.List;
import java.util.Optional;

/** Conditions on the rows of a relation that hold before anything is committed. */
public record Check(String name, String relation, List<Rule> rules) {
  public Check {
    rules = List.copyOf(rules);
    if (rules.isEmpty()) {
      throw new IllegalArgumentException("Check %s asks nothing".formatted(name));
    }
  }

  /** One condition. A NULL breaks {@link NotNull} and nothing else, as in a CHECK of SQL. */
  public sealed interface Rule {
    /** No row lacks one of these columns. */
    record NotNull(List<String> columns) implements Rule {
      public NotNull {
        columns = List.copyOf(columns);
      }
    }

    /**
     * No two rows of the run agree in all of these columns; rows with a NULL in one are left out.
     */
    record Unique(List<String> columns) implements Rule {
      public Unique {
        columns = List.copyOf(columns);
      }
    }

    /** The column, as text, is one of the values. */
    record Accepted(String column, List<String> values) implements Rule {
      public Accepted {
        values = List.copyOf(values);
      }
    }

    /** The column lies between the bounds, both included; at least one is there. */
    record Range(String column, Optional<String> min, Optional<String> max) implements Rule {}

    /** A condition of SQL is not false. */
    record Expect(String sql) implements Rule {}
  }
}
