package dev.penstock.cli.cluster;

import dev.penstock.api.ConnectionCapability;
import dev.penstock.api.EtlConnectionStatus;
import dev.penstock.api.StatusCondition;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** A connection as the API server holds it. */
public record SeenConnection(String name, EtlConnectionStatus status) {
  /** {@return the resource as a connection} */
  static SeenConnection of(GenericKubernetesResource resource) {
    return new SeenConnection(
        resource.getMetadata().getName(), Part.of(resource, "status", EtlConnectionStatus.class));
  }

  /** {@return the condition of that type, if it is there} */
  public Optional<StatusCondition> condition(String type) {
    return Objects.requireNonNullElse(status.conditions(), List.<StatusCondition>of()).stream()
        .filter(condition -> type.equals(condition.type()))
        .findFirst();
  }

  /** {@return what the last check has asked for} */
  public List<ConnectionCapability> capabilities() {
    return Objects.requireNonNullElse(status.capabilities(), List.of());
  }
}
