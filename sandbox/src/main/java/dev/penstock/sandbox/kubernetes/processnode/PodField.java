package dev.penstock.sandbox.kubernetes.processnode;

import io.fabric8.kubernetes.api.model.Pod;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The downward API: fields of a pod as text. */
final class PodField {
  private static final Pattern ENTRY =
      Pattern.compile("metadata\\.(labels|annotations)\\['([^']+)'\\]");

  private PodField() {}

  /** The field's value; empty when there is no such field. A label that is not set is "". */
  static Optional<String> of(Pod pod, String path) {
    var metadata = pod.getMetadata();
    var entry = ENTRY.matcher(path);
    if (entry.matches()) {
      var map = entry.group(1).equals("labels") ? metadata.getLabels() : metadata.getAnnotations();
      return Optional.of(orEmpty(map).getOrDefault(entry.group(2), ""));
    }
    return switch (path) {
      case "metadata.name" -> Optional.of(metadata.getName());
      case "metadata.namespace" -> Optional.of(metadata.getNamespace());
      case "metadata.uid" -> Optional.of(metadata.getUid());
      case "metadata.labels" -> Optional.of(lines(orEmpty(metadata.getLabels())));
      case "metadata.annotations" -> Optional.of(lines(orEmpty(metadata.getAnnotations())));
      case "spec.nodeName" -> Optional.of(pod.getSpec().getNodeName());
      case "spec.serviceAccountName" -> Optional.of(pod.getSpec().getServiceAccountName());
      case "status.podIP", "status.podIPs", "status.hostIP", "status.hostIPs" ->
          Optional.of(ProcessNode.ADDRESS);
      default -> Optional.empty();
    };
  }

  private static Map<String, String> orEmpty(@Nullable Map<String, String> map) {
    return map == null ? Map.of() : map;
  }

  private static String lines(Map<String, String> map) {
    return new TreeMap<>(map)
        .entrySet().stream()
            .map(e -> "%s=\"%s\"".formatted(e.getKey(), escaped(e.getValue())))
            .collect(Collectors.joining("\n"));
  }

  private static String escaped(String value) {
    return value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
  }
}
