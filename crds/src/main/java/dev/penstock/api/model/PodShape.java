package dev.penstock.api.model;

import java.util.Map;

/** The pod of a run: quantities as Kubernetes writes them. */
public record PodShape(
    Map<String, String> requests,
    Map<String, String> limits,
    String serviceAccountName,
    String scratchSize) {
  public PodShape {
    requests = Map.copyOf(requests);
    limits = Map.copyOf(limits);
  }
}
