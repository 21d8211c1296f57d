package dev.penstock.cli.cluster;

import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;

/** Our kinds, which are read as whatever the API server holds. */
enum Kind {
  PIPELINE("EtlPipeline", "etlpipelines"),
  RUN("EtlRun", "etlruns"),
  CONNECTION("EtlConnection", "etlconnections");

  static final String API = "penstock.dev/v1alpha1";

  private final String shown;
  private final String plural;

  Kind(String shown, String plural) {
    this.shown = shown;
    this.plural = plural;
  }

  String shown() {
    return shown;
  }

  ResourceDefinitionContext definition() {
    return new ResourceDefinitionContext.Builder()
        .withGroup("penstock.dev")
        .withVersion("v1alpha1")
        .withKind(shown)
        .withPlural(plural)
        .withNamespaced(true)
        .build();
  }
}
