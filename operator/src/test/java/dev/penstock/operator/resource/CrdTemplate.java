package dev.penstock.operator.resource;

/**
 * A definition as the chart penstock-crds holds it: a template, since Helm never upgrades what lies
 * in a chart's folder crds, that {@code helm uninstall} leaves where it is.
 */
final class CrdTemplate {
  private static final String KEPT =
      """
      metadata:
        annotations:
          helm.sh/resource-policy: keep
      """;

  private CrdTemplate() {}

  /**
   * {@return the template of a manifest}
   *
   * @throws IllegalArgumentException when Helm would take a part of it for its own language
   */
  static String of(String manifest) {
    if (manifest.contains("{{") || !manifest.contains("\nmetadata:\n  name: ")) {
      throw new IllegalArgumentException("No manifest that can be a template as it is");
    }
    return manifest.replaceFirst("(?m)^metadata:\n", KEPT);
  }
}
