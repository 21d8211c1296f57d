package dev.penstock.api.model;

import java.util.Objects;

/** A namespaced name. {@code toString} is {@code namespace/name}, as people write it. */
public record ResourceName(String namespace, String name) {
  public ResourceName {
    Objects.requireNonNull(namespace);
    Objects.requireNonNull(name);
  }

  @Override
  public String toString() {
    return namespace + "/" + name;
  }
}
