/**
 * A pipeline as Kubernetes objects: one immutable ConfigMap and one CronJob whose Jobs start
 * suspended.
 *
 * <p>In: EtlPipeline, the connections of its namespace, its runs. Out: objects by server-side
 * apply, and the pipeline's status. Must not know databases, buckets or clocks but the one it is
 * given. Start at {@link dev.penstock.operator.pipeline.PipelineReconciler}.
 */
@NullMarked
package dev.penstock.operator.pipeline;

import org.jspecify.annotations.NullMarked;
