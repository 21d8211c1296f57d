package dev.penstock.sandbox.demo;

import dev.penstock.sandbox.gitops.GitOps;
import java.io.PrintStream;

/** Commands to paste while the environments of {@code demo --gitops} are up. */
record GitOpsToTry(Kubectl kubectl, GitOps gitOps) {
  void print(PrintStream out) {
    out.printf(
        """

        To try, while this is up
          export KUBECONFIG=%s
          export PATH=%s:$PATH
          kubectl -n argocd get applications
          kubectl get etlpipelines --all-namespaces

          # the team's clone: change base/orders.yaml, and watch it travel
          cd %s
          git commit -a -m 'a change' && git push origin HEAD:main
          kubectl -n argocd annotate applications --all argocd.argoproj.io/refresh=normal
          kubectl -n argocd get applications --watch

          # what Argo CD fetches from
          git clone %s
        """,
        kubectl.kubeconfigs(),
        kubectl.program().getParent(),
        gitOps.team().repository().work(),
        gitOps.team().url());
    out.flush();
  }
}
