/**
 * A node for machines that may not have a real one: it takes the pods that the scheduler binds to
 * it and runs the container of each as a local process. The node is labelled {@code
 * penstock.dev/node=process}, and every pod gets an event that says so.
 *
 * <p>Real: binding, the pod's phases and conditions, exit code, termination message, restarts with
 * back-off, readiness by HTTP, deletion with its grace, the API's Secrets and ConfigMaps, service
 * account tokens, the rights of a kubelet (it acts as the node's own user), logs by kubectl.
 *
 * <p>What it does not do:
 *
 * <ul>
 *   <li>No limits: memory, CPU and sizes of volumes are not enforced, and nothing is OOMKilled.
 *   <li>No users: everything runs as the user who started the sandbox. File modes and fsGroup are
 *       not applied; seccomp and capabilities neither.
 *   <li>No file system of its own: a process sees the whole machine. So the paths that a pod mounts
 *       are rewritten to directories on disk: in the command, the arguments and the literal values
 *       of the environment, where a path is a mountPath, lies below one, or is a folder above one
 *       (not in file contents and not in values that come from the API). A read-only root or mount
 *       can be written.
 *   <li>No image: an image is a name for a local program ({@link
 *       dev.penstock.sandbox.kubernetes.processnode.Program}); a pod that gives its own command
 *       runs that command of the machine.
 *   <li>No network: every pod has the machine's, at 127.0.0.1. There are no Services.
 *   <li>Files from Secrets and ConfigMaps stay as they were when the container started. Liveness
 *       and startup probes are not run.
 *   <li>Refused, with a message in the pod's status: more than one container, init and ephemeral
 *       containers, volumes other than configMap, secret, emptyDir, downwardAPI and projected,
 *       subPath, devices, host namespaces, privileged containers, terminals, lifecycle hooks,
 *       readiness other than by HTTP, resource fields in the environment.
 * </ul>
 *
 * <p>It must not know operator or runner. Start reading at {@link
 * dev.penstock.sandbox.kubernetes.processnode.ProcessNode}.
 */
@NullMarked
package dev.penstock.sandbox.kubernetes.processnode;

import org.jspecify.annotations.NullMarked;
