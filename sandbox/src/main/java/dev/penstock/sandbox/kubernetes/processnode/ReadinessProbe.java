package dev.penstock.sandbox.kubernetes.processnode;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.IntOrString;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/** Asks a container by HTTP whether it is ready. */
record ReadinessProbe(URI address, Duration period, Duration timeout) {
  private static final Duration UNTIL_READY = Duration.ofSeconds(1);

  /** The container's probe; empty when it has none and so is ready at once. */
  static Optional<ReadinessProbe> of(Container container) {
    var probe = container.getReadinessProbe();
    if (probe == null) {
      return Optional.empty();
    }
    var get = probe.getHttpGet();
    var path = Optional.ofNullable(get.getPath()).orElse("/");
    return Optional.of(
        new ReadinessProbe(
            URI.create(
                "http://%s:%d%s"
                    .formatted(ProcessNode.ADDRESS, port(container, get.getPort()), path)),
            Duration.ofSeconds(Optional.ofNullable(probe.getPeriodSeconds()).orElse(10)),
            Duration.ofSeconds(Optional.ofNullable(probe.getTimeoutSeconds()).orElse(1))));
  }

  /** Whether it answers 200 to 399 now. */
  boolean succeeds() {
    try {
      var connection = (HttpURLConnection) address.toURL().openConnection();
      connection.setConnectTimeout((int) timeout.toMillis());
      connection.setReadTimeout((int) timeout.toMillis());
      connection.setInstanceFollowRedirects(false);
      try {
        var code = connection.getResponseCode();
        return code >= 200 && code < 400;
      } finally {
        connection.disconnect();
      }
    } catch (IOException e) {
      return false;
    }
  }

  /** How long to wait before the next question. */
  Duration pause(boolean ready) {
    return ready ? period : UNTIL_READY;
  }

  private static int port(Container container, IntOrString port) {
    var number = port.getIntVal();
    return number != null
        ? number
        : container.getPorts().stream()
            .filter(p -> port.getStrVal().equals(p.getName()))
            .map(ContainerPort::getContainerPort)
            .findFirst()
            .orElse(0);
  }
}
