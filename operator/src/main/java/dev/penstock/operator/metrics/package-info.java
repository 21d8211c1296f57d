/**
 * What can be measured of the operator, in the format of Prometheus.
 *
 * <p>In: what the framework, the client and the events report, and at a scrape what the resources
 * say. Out: one text. Labels are bounded: a limited number of pipelines is shown by name. Must not
 * know how it is served. Start at {@link dev.penstock.operator.metrics.OperatorMetrics}.
 */
@NullMarked
package dev.penstock.operator.metrics;

import org.jspecify.annotations.NullMarked;
