package dev.penstock.operator.monitoring;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * What docs/reference/metrics.md promises.
 *
 * @param labels by the name of the metric, as its TYPE line says it
 */
public record MetricsPage(Map<String, Set<String>> labels) {
  private static final Pattern ROW = Pattern.compile("(?m)^\\| `(\\w+)` \\|([^|\\n]*)\\|");
  private static final Pattern WORD = Pattern.compile("`(\\w+)`");
  private static final Pattern PART_OF_HISTOGRAM = Pattern.compile("_(bucket|sum|count)$");

  /**
   * @param home of the checkout
   */
  public static MetricsPage read(Path home) throws IOException {
    var text = Files.readString(home.resolve("docs/reference/metrics.md"));
    var labels = new TreeMap<String, Set<String>>();
    ROW.matcher(text)
        .results()
        .forEach(row -> {
          var words = new TreeSet<String>();
          WORD.matcher(row.group(2)).results().forEach(word -> words.add(word.group(1)));
          labels.put(row.group(1), words);
        });
    return new MetricsPage(labels);
  }

  /** {@return the labels of what a query names; empty: there is no such metric} */
  Optional<Set<String>> labelsOf(String name) {
    if (labels.containsKey(name)) {
      return Optional.of(labels.get(name));
    }
    var whole = PART_OF_HISTOGRAM.matcher(name).replaceFirst("");
    return Optional.ofNullable(labels.get(whole)).filter(names -> names.contains("le"));
  }
}
