/**
 * Benchmarks: what {@code bench/run} starts, one process per measurement.
 *
 * <p>In: a server that {@link dev.penstock.bench.BenchDatabase} keeps. Out: files, and figures as
 * JSON. No test asserts a time. Start at {@link dev.penstock.bench.SealTable}. {@link
 * dev.penstock.bench.CommitCost} counts what a commit asks of store and warehouse.
 */
@NullMarked
package dev.penstock.bench;

import org.jspecify.annotations.NullMarked;
