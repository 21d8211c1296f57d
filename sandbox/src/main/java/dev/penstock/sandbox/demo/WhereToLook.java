package dev.penstock.sandbox.demo;

import dev.penstock.sandbox.SandboxDescription;
import dev.penstock.sandbox.kubernetes.ClusterLevel;
import java.util.List;

/** Where the demo's operator shows its figures, and what is made of them. */
record WhereToLook(SandboxDescription.Kubernetes kubernetes) {
  private static final String PORT =
      "$(kubectl -n %s get deployment penstock -o jsonpath='{.spec.template.spec.containers[0].ports[0].containerPort}')"
          .formatted(Installation.SYSTEM);

  /** {@return commands to paste, and pages to read, without an indent} */
  List<String> lines() {
    return List.of(
        "# where to look: docs/monitoring.md; alerts: docs/runbooks/README.md;",
        "# dashboards: charts/penstock/dashboards, pictured in docs/images; figures:",
        metrics());
  }

  /** At the sandbox's own levels the pod has this machine's network. */
  private String metrics() {
    return kubernetes.level().equals(ClusterLevel.NAMED.word())
        ? "kubectl -n %s port-forward deployment/penstock 18080:%s & sleep 2; curl -s http://127.0.0.1:18080/metrics | grep ^penstock_"
            .formatted(Installation.SYSTEM, PORT)
        : "curl -s http://127.0.0.1:%s/metrics | grep ^penstock_".formatted(PORT);
  }
}
