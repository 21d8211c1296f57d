/**
 * What the verbs ask of a cluster, and what they do there.
 *
 * <p>In: a kubeconfig and names. Out: resources as they stand on the API server, and refusals in
 * sentences. Must not know how anything is shown. Start at {@link
 * dev.penstock.cli.cluster.Namespace}.
 */
@NullMarked
package dev.penstock.cli.cluster;

import org.jspecify.annotations.NullMarked;
