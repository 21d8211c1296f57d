package dev.penstock.sandbox.gitops;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.List;

/**
 * What Argo CD says of an Application now; what it has not said yet is an empty text.
 *
 * @param sync Synced, OutOfSync or Unknown
 * @param health as Healthy, Progressing, Degraded
 * @param revision the commit that live and desired were compared at
 * @param operation the phase of the newest sync: Running, Succeeded, ...
 * @param operationStarted when it began
 * @param applied the commit that the newest sync was of
 * @param message why something is as it is
 */
public record Application(
    String name,
    String sync,
    String health,
    String revision,
    String operation,
    String operationStarted,
    String applied,
    String message) {
  static Application of(GenericKubernetesResource resource) {
    return new Application(
        resource.getMetadata().getName(),
        text(resource, "sync", "status"),
        text(resource, "health", "status"),
        text(resource, "sync", "revision"),
        text(resource, "operationState", "phase"),
        text(resource, "operationState", "startedAt"),
        text(resource, "operationState", "syncResult", "revision"),
        messages(resource));
  }

  /** Whether the namespace holds what this commit says. */
  public boolean at(String commit) {
    return sync.equals("Synced") && revision.equals(commit);
  }

  /** Whether a sync of this commit has brought something to the namespace. */
  public boolean brought(String commit) {
    return operation.equals("Succeeded") && applied.equals(commit);
  }

  private static String text(GenericKubernetesResource resource, String... path) {
    var keys = new Object[path.length + 1];
    keys[0] = "status";
    System.arraycopy(path, 0, keys, 1, path.length);
    Object value = resource.get(keys);
    return value == null ? "" : value.toString();
  }

  private static String messages(GenericKubernetesResource resource) {
    return resource.get("status", "conditions") instanceof List<?> conditions
        ? String.join("; ", conditions.stream().map(Object::toString).toList())
        : text(resource, "operationState", "message");
  }
}
