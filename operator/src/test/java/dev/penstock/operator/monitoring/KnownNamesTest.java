package dev.penstock.operator.monitoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KnownNamesTest {
  private static final KnownNames KNOWN =
      new KnownNames(
          new MetricsPage(
              Map.of("runs_total", Set.of("result"), "took_seconds", Set.of("result", "le"))));

  @Test
  void aQueryNamesMetricsAndLabelsButNoFunctionsTextsOrRanges() {
    var names =
        NamesOfQuery.of(
            "histogram_quantile(0.9, sum by (le) (rate(took_seconds_bucket{result=~\"a|b\"}[1h])))"
                + " and on (job, instance) runs_total > bool 5 or vector(0)");
    assertThat(names.metrics()).containsExactly("runs_total", "took_seconds_bucket");
    assertThat(names.labels()).containsExactly("instance", "job", "le", "result");
  }

  @Test
  void whatTheReferenceNamesMayBeAsked() {
    KNOWN.assertKnows("sum by (result) (rate(runs_total{result!=\"x\"}[5m]))");
    KNOWN.assertKnows("sum by (le) (took_seconds_bucket) / sum(took_seconds_count)");
    KNOWN.assertKnows("sum by (area) (jvm_memory_used_bytes)");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "runs",
        "sum(runs_total_bucket)",
        "sum by (reason) (runs_total)",
        "runs_total{reason=\"x\"}",
        "sum by (area) (runs_total)",
        "vector(1)"
      })
  void anythingElseIsFound(String query) {
    assertThatThrownBy(() -> KNOWN.assertKnows(query)).isInstanceOf(AssertionError.class);
  }
}
