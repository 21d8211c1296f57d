/**
 * {@code spec.after}: which commits of other pipelines a pipeline waits for, and when they are due
 * as one run.
 *
 * <p>In: the pipeline, the pipelines of its namespace, its runs. Out: what its status says of them,
 * and the commits that a run is to be made for. Must not know the API server or a clock. Start at
 * {@link dev.penstock.operator.upstream.Waiting}.
 */
@NullMarked
package dev.penstock.operator.upstream;

import org.jspecify.annotations.NullMarked;
