package dev.penstock.runner.engine;

import java.util.List;

/**
 * What is asked of the rows of a relation before anything is committed.
 *
 * @param key columns that name a row in a message; empty: rows are only counted
 */
public record RowCheck(String name, String relation, List<Rule> rules, List<String> key) {
  public RowCheck {
    rules = List.copyOf(rules);
    key = List.copyOf(key);
    if (rules.isEmpty()) {
      throw new IllegalArgumentException("Check %s asks nothing".formatted(name));
    }
  }
}
