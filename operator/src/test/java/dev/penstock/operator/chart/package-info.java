/**
 * Proves of the charts what can be said without a cluster: values and their page, what they render.
 *
 * <p>In: the charts as they are committed. Out: {@code docs/reference/values.md} and the snapshots
 * of the test resources. Must not know a cluster; what needs one is in {@code ..operator.it}, which
 * uses {@link dev.penstock.operator.chart.Helm} of this package.
 */
@NullMarked
package dev.penstock.operator.chart;

import org.jspecify.annotations.NullMarked;
