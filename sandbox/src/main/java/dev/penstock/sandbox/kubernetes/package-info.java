/**
 * A real Kubernetes on this machine, without Docker and without an installation.
 *
 * <p>Decides what the machine can carry (a real node, a process node, nothing), builds the programs
 * once from their Go modules, starts them and ends them. In: a state folder and a cache. Out: a
 * kubeconfig, a client, a way to bring images or programs in. It must not know operator, runner or
 * any of their resources. Start reading at {@link dev.penstock.sandbox.kubernetes.Cluster}.
 */
@NullMarked
package dev.penstock.sandbox.kubernetes;

import org.jspecify.annotations.NullMarked;
