/**
 * The parts of the Pod API that an author may write under {@code spec.pod}, by its own names, so
 * that what the validator has passed goes to the API server as it is.
 *
 * <p>In: YAML or JSON. Out: whatever was written, unknown fields dropped. Nothing here can name a
 * Secret, another namespace, a user root or a container. Must not know Kubernetes clients. Start at
 * {@link dev.penstock.api.RunnerPodSpec}, which holds them.
 */
@NullMarked
package dev.penstock.api.pod;

import org.jspecify.annotations.NullMarked;
