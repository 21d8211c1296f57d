package dev.penstock.cli;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.List;
import java.util.function.Function;
import picocli.CommandLine.Option;

/** The option of verbs that print resources: how. */
final class Printing {
  @Option(
      names = {"-o", "--output"},
      paramLabel = "json|yaml|wide",
      converter = Output.Reader.class,
      description = "json, yaml: the resources as a List. wide: more columns.")
  private Output output = Output.TABLE;

  /**
   * {@return the resources as they were asked for}
   *
   * @param columns makes them a table, of more columns when it is given true
   */
  String text(List<GenericKubernetesResource> resources, Function<Boolean, Object> columns) {
    return switch (output) {
      case JSON -> new ResourceList(resources).json();
      case YAML -> new ResourceList(resources).yaml();
      case TABLE -> columns.apply(false).toString();
      case WIDE -> columns.apply(true).toString();
    };
  }
}
