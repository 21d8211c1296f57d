/**
 * The resources as the API server holds them: wire records, nullable and tolerant, that never
 * throw.
 *
 * <p>In: YAML or JSON of {@code penstock.dev/v1alpha1}. Out: whatever was written, unknown fields
 * dropped. Nothing here decides whether a value makes sense: {@link dev.penstock.api.validation}
 * does, and hands out the model records of {@link dev.penstock.api.model}. Must not know Kubernetes
 * clients, engines or drivers. Start at {@link dev.penstock.api.EtlPipelineSpec}.
 */
@NullMarked
package dev.penstock.api;

import org.jspecify.annotations.NullMarked;
