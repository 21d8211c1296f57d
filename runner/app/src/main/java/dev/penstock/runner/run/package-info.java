/**
 * One attempt from beginning to end: the order of effects, readable from top to bottom.
 *
 * <p>In: a checked pipeline, its connections, secrets, who runs it. Out: {@link
 * dev.penstock.runner.run.Outcome} or a {@link dev.penstock.runner.spi.PenstockException}. It knows
 * every room and no file format; it must not know Kubernetes. Start at {@link
 * dev.penstock.runner.run.PipelineRun}.
 */
@NullMarked
package dev.penstock.runner.run;

import org.jspecify.annotations.NullMarked;
