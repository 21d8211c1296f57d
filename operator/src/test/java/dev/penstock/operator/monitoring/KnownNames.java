package dev.penstock.operator.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.TreeSet;

/** Holds queries against what the reference promises. */
record KnownNames(MetricsPage page) {
  /** Those that Prometheus itself sets. */
  private static final Set<String> OF_A_SCRAPE = Set.of("namespace", "job", "instance");

  /** Micrometer documents these, and MetricsIT asks a real Prometheus for them. */
  private static final String OF_THE_PROCESS = "(jvm|process|system)_\\w+";

  private static final Set<String> LABELS_OF_THE_PROCESS = Set.of("area");

  void assertKnows(String query) {
    var names = NamesOfQuery.of(query);
    assertThat(names.metrics()).as(query).isNotEmpty();
    var labels = new TreeSet<>(OF_A_SCRAPE);
    for (var metric : names.metrics()) {
      if (metric.matches(OF_THE_PROCESS)) {
        labels.addAll(LABELS_OF_THE_PROCESS);
      } else {
        var known = page.labelsOf(metric);
        assertThat(known).as("metric %s of %s", metric, query).isPresent();
        labels.addAll(known.orElseThrow());
      }
    }
    assertThat(labels).as("labels of %s", query).containsAll(names.labels());
  }
}
