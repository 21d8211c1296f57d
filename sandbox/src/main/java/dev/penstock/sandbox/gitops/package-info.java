/**
 * The real Argo CD beside the sandbox's cluster, and a Git server that feeds it.
 *
 * <p>Decides how its processes are started, what they may reach, and how a commit is followed from
 * the repository to the namespaces. In: a cluster, the programs, a folder of manifests. Out:
 * commits, and what Argo CD made of them as it stands on the API server. It must not know what a
 * pipeline does: health is what the Lua of examples/gitops says. Start reading at {@link
 * dev.penstock.sandbox.gitops.ArgoCd}.
 */
@NullMarked
package dev.penstock.sandbox.gitops;

import org.jspecify.annotations.NullMarked;
