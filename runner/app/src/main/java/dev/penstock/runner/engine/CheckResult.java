package dev.penstock.runner.engine;

import java.util.List;

/**
 * What came of one check.
 *
 * @param rows how many rows were looked at
 */
public record CheckResult(String check, String relation, long rows, List<OfRule> rules) {
  public CheckResult {
    rules = List.copyOf(rules);
  }

  /**
   * What came of one rule.
   *
   * @param rule in words
   * @param broken by how many rows
   * @param samples keys of up to three of them, cut short; empty where rows have no key
   */
  public record OfRule(String rule, long broken, List<String> samples) {
    public OfRule {
      samples = List.copyOf(samples);
    }
  }

  /** {@return whether every row kept every rule} */
  public boolean passed() {
    return rules.stream().allMatch(rule -> rule.broken() == 0);
  }
}
