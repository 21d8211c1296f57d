package dev.penstock.sandbox.kubernetes;

import java.nio.file.Path;
import java.util.List;

/**
 * What will be made on a named cluster: so that it can be asked before whether that is allowed and
 * whether something of that name is there already.
 *
 * @param namespaces that will be made and deleted, the system's own first
 * @param definitions a folder of CustomResourceDefinitions, a file each
 * @param rights that making and deleting takes
 */
public record Footprint(List<String> namespaces, Path definitions, List<Right> rights) {
  public Footprint {
    namespaces = List.copyOf(namespaces);
    rights = List.copyOf(rights);
  }

  /**
   * One thing that a person may or may not do.
   *
   * @param verb as create
   * @param resource the plural, with its group behind a dot: namespaces, deployments.apps
   * @param namespace empty: of the whole cluster, or in all namespaces
   */
  public record Right(String verb, String resource, String namespace) {
    String group() {
      var dot = resource.indexOf('.');
      return dot < 0 ? "" : resource.substring(dot + 1);
    }

    String plural() {
      return resource.split("\\.", 2)[0];
    }

    @Override
    public String toString() {
      return "%s %s%s".formatted(verb, resource, namespace.isEmpty() ? "" : " in " + namespace);
    }
  }
}
