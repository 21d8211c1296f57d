package dev.penstock.operator.monitoring;

import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** The metrics and labels that a query names, as far as our queries go. */
record NamesOfQuery(Set<String> metrics, Set<String> labels) {
  private static final Pattern TEXT = Pattern.compile("\"[^\"]*\"");
  private static final Pattern MATCHERS = Pattern.compile("\\{([^}]*)}");
  private static final Pattern RANGE = Pattern.compile("\\[[^]]*]");
  private static final Pattern GROUPING =
      Pattern.compile("\\b(by|without|on|ignoring|group_left|group_right)\\s*\\(([^)]*)\\)");
  private static final Pattern WORD = Pattern.compile("\\b[a-zA-Z_:][a-zA-Z0-9_:]*\\b(?!\\s*\\()");
  private static final Set<String> OPERATORS = Set.of("and", "or", "unless", "bool", "offset");

  static NamesOfQuery of(String query) {
    var labels = new TreeSet<String>();
    var rest = TEXT.matcher(query).replaceAll("");
    MATCHERS
        .matcher(rest)
        .results()
        .flatMap(match -> Arrays.stream(match.group(1).split(",")))
        .map(matcher -> matcher.replaceAll("[=!~].*", "").strip())
        .forEach(labels::add);
    rest = MATCHERS.matcher(rest).replaceAll("");
    rest = RANGE.matcher(rest).replaceAll("");
    GROUPING
        .matcher(rest)
        .results()
        .flatMap(match -> Arrays.stream(match.group(2).split(",")))
        .map(String::strip)
        .forEach(labels::add);
    rest = GROUPING.matcher(rest).replaceAll("");
    var metrics = new TreeSet<String>();
    WORD.matcher(rest).results().map(match -> match.group()).forEach(metrics::add);
    metrics.removeAll(OPERATORS);
    labels.remove("");
    return new NamesOfQuery(metrics, labels);
  }
}
