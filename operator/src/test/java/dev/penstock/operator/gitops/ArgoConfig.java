package dev.penstock.operator.gitops;

import java.util.List;

/** The ConfigMap {@code argocd-cm} with our Lua in it: the scripts, indented, nothing else. */
final class ArgoConfig {
  private final StringBuilder text = new StringBuilder();

  private ArgoConfig() {}

  /**
   * {@return the text of the file}
   *
   * @param name of the file
   * @param says its first sentence
   * @param health the script that judges pipelines
   */
  static String file(String name, String says, String health) {
    var config = new ArgoConfig();
    config.text.append(
        """
        # %s Generated from ../lua; not edited by hand.
        # Merge it into the ConfigMap that is there:
        # kubectl apply --server-side --field-manager=penstock -f %s
        apiVersion: v1
        kind: ConfigMap
        metadata:
          name: argocd-cm
          namespace: argocd
          labels:
            app.kubernetes.io/name: argocd-cm
            app.kubernetes.io/part-of: argocd
        data:
        """
            .formatted(says, name));
    config.kind("EtlPipeline", health, "actions", List.of("full-refresh", "run-now"));
    config.kind("EtlRun", "run/health.lua", "run/actions", List.of("cancel"));
    config.health("EtlConnection", "connection/health.lua");
    return config.text.toString();
  }

  private void kind(String kind, String health, String folder, List<String> actions) {
    health(kind, health);
    text.append("  resource.customizations.actions.penstock.dev_%s: |\n".formatted(kind));
    text.append("    discovery.lua: |\n");
    script(6, folder + "/discovery.lua");
    text.append("    definitions:\n");
    for (var action : actions) {
      text.append("      - name: %s\n        action.lua: |\n".formatted(action));
      script(10, folder + "/" + action + ".lua");
    }
  }

  private void health(String kind, String script) {
    text.append("  resource.customizations.health.penstock.dev_%s: |\n".formatted(kind));
    script(4, script);
  }

  private void script(int indent, String name) {
    GitOps.lua(name)
        .lines()
        .forEach(line -> text.append(line.isEmpty() ? "" : " ".repeat(indent) + line).append('\n'));
  }
}
