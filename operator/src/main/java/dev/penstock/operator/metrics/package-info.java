/**
 * What can be measured of the operator, in the format of Prometheus.
 *
 * <p>In: what the framework, the client and the events report. Out: one text. Labels are bounded:
 * no name of a resource is one. Must not know how it is served. Start at {@link
 * dev.penstock.operator.metrics.OperatorMetrics}.
 */
@NullMarked
package dev.penstock.operator.metrics;

import org.jspecify.annotations.NullMarked;
