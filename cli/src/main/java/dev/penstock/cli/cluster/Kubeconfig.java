package dev.penstock.cli.cluster;

import io.fabric8.kubernetes.api.model.NamedContext;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The clusters of this user's kubeconfig, found as kubectl finds them. */
public final class Kubeconfig implements Connector {
  private static final int ATTEMPTS = 2;
  private static final int CONNECT_MILLIS = 10_000;

  @Override
  public Namespace open(@Nullable String context, @Nullable String namespace) {
    var config = Config.autoConfigure(context);
    if (context != null) {
      demand(context, config);
    }
    // A person waits: a cluster that is away is said so soon.
    config.setRequestRetryBackoffLimit(ATTEMPTS);
    config.setConnectionTimeout(CONNECT_MILLIS);
    var chosen = namespace != null ? namespace : config.getNamespace();
    return new Namespace(
        new KubernetesClientBuilder().withConfig(config).build(),
        Objects.requireNonNullElse(chosen, "default"));
  }

  private static void demand(String context, Config config) {
    var contexts = Objects.requireNonNullElse(config.getContexts(), List.<NamedContext>of());
    if (contexts.stream().noneMatch(one -> context.equals(one.getName()))) {
      var names =
          contexts.stream().map(NamedContext::getName).sorted().collect(Collectors.joining(", "));
      throw new Refusal(
          Exit.CONFIGURATION,
          "The kubeconfig has no context %s.".formatted(context),
          names.isEmpty() ? "It has none: set KUBECONFIG." : "It has " + names + ".");
    }
  }
}
