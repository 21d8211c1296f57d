package dev.penstock.operator.metrics;

/**
 * Which figure of a pipeline.
 *
 * @param detail the value of the gauge's own label; empty: it has none
 */
record Figure(PipelineGauge gauge, String detail) {
  Figure {
    if (gauge.label().isEmpty() != detail.isEmpty()) {
      throw new IllegalArgumentException(
          "%s has the label \"%s\", and \"%s\" is its value"
              .formatted(gauge.shown(), gauge.label(), detail));
    }
  }
}
