package dev.penstock.cli;

import dev.penstock.cli.cluster.Connector;
import dev.penstock.cli.cluster.Namespace;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of every verb against a cluster: where it looks. */
final class Where {
  @Option(
      names = {"-n", "--namespace"},
      paramLabel = "NAMESPACE",
      description = "The namespace to look into. Default: the one of the kubeconfig.")
  @Nullable String namespace;

  @Option(
      names = "--context",
      paramLabel = "CONTEXT",
      description = "The context of the kubeconfig. Default: the current.")
  @Nullable String context;

  Namespace open(Connector connector) {
    return connector.open(context, namespace);
  }

  /** {@return a command that looks into the same place} */
  String command(String words) {
    return "penstock "
        + words
        + (namespace == null ? "" : " -n " + namespace)
        + (context == null ? "" : " --context " + context);
  }
}
