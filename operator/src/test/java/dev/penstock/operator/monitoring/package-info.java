/**
 * What is made of the operator's metrics: alerts and dashboards, both in the chart.
 *
 * <p>The dashboards are written here as code and kept as JSON; alerts are a file of the chart. Each
 * query of both is held against docs/reference/metrics.md, which {@code MetricsIT} holds against an
 * operator. Start reading at {@code Dashboards} and {@code AlertRulesTest}.
 */
@NullMarked
package dev.penstock.operator.monitoring;

import org.jspecify.annotations.NullMarked;
