/**
 * Benchmarks: ratios measured side by side in one run, never an assertion.
 *
 * <p>In: a scale factor. Out: a table with medians, the machine's cores, and the ratio to a floor
 * measured in the same process. Start at {@link dev.penstock.bench.PostgresToParquet}; {@link
 * dev.penstock.bench.CommitCost} counts what a commit asks of store and warehouse.
 */
@NullMarked
package dev.penstock.bench;

import org.jspecify.annotations.NullMarked;
