package dev.penstock.operator.resource;

import static io.fabric8.crd.generator.annotation.AdditionalPrinterColumn.Type.DATE;
import static io.fabric8.crd.generator.annotation.AdditionalPrinterColumn.Type.INTEGER;
import static io.fabric8.crd.generator.annotation.AdditionalPrinterColumn.Type.STRING;

import dev.penstock.api.EtlRunSpec;
import dev.penstock.api.EtlRunStatus;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Categories;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;

/** One execution of a pipeline: a request for it, or the record of a scheduled one. */
@Group("penstock.dev")
@Version("v1alpha1")
@ShortNames("etlr")
@Categories("etl")
@AdditionalPrinterColumn(name = "Pipeline", type = STRING, jsonPath = ".spec.pipeline")
@AdditionalPrinterColumn(name = "Trigger", type = STRING, jsonPath = ".spec.trigger")
@AdditionalPrinterColumn(name = "Result", type = STRING, jsonPath = ".status.state")
@AdditionalPrinterColumn(name = "Reason", type = STRING, jsonPath = ".status.reason")
@AdditionalPrinterColumn(name = "Rows", type = INTEGER, jsonPath = ".status.rows")
@AdditionalPrinterColumn(name = "Duration", type = STRING, jsonPath = ".status.duration")
@AdditionalPrinterColumn(
    name = "Phase",
    type = STRING,
    jsonPath = ".status.progress.phase",
    priority = 1)
@AdditionalPrinterColumn(
    name = "Read",
    type = INTEGER,
    jsonPath = ".status.progress.rows",
    priority = 1)
@AdditionalPrinterColumn(
    name = "Expected",
    type = INTEGER,
    jsonPath = ".status.progress.rowsExpected",
    priority = 1)
@AdditionalPrinterColumn(name = "Commit", type = INTEGER, jsonPath = ".status.commit", priority = 1)
@AdditionalPrinterColumn(
    name = "Attempts",
    type = INTEGER,
    jsonPath = ".status.attempts",
    priority = 1)
@AdditionalPrinterColumn(name = "Job", type = STRING, jsonPath = ".status.job", priority = 1)
@AdditionalPrinterColumn(
    name = "Windows",
    type = INTEGER,
    jsonPath = ".status.backfill.windows",
    priority = 1)
@AdditionalPrinterColumn(
    name = "Done",
    type = INTEGER,
    jsonPath = ".status.backfill.done",
    priority = 1)
@AdditionalPrinterColumn(name = "Age", type = DATE, jsonPath = ".metadata.creationTimestamp")
public final class EtlRun extends CustomResource<EtlRunSpec, EtlRunStatus> implements Namespaced {

  /**
   * {@return a fresh object with nothing but a status, which is what server-side apply takes}
   *
   * <p>It names the version that was observed: the API server refuses a status (409) that was made
   * from an older one, such as that of a frozen leader which thaws after the run has ended.
   */
  public static EtlRun withStatus(EtlRun observed, EtlRunStatus status) {
    var fresh = new EtlRun();
    fresh.setMetadata(
        new ObjectMetaBuilder()
            .withName(observed.getMetadata().getName())
            .withNamespace(observed.getMetadata().getNamespace())
            .withResourceVersion(observed.getMetadata().getResourceVersion())
            .build());
    fresh.setStatus(status);
    return fresh;
  }
}
