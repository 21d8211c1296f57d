package dev.penstock.operator.resource;

import static io.fabric8.crd.generator.annotation.AdditionalPrinterColumn.Type.BOOLEAN;
import static io.fabric8.crd.generator.annotation.AdditionalPrinterColumn.Type.DATE;
import static io.fabric8.crd.generator.annotation.AdditionalPrinterColumn.Type.INTEGER;
import static io.fabric8.crd.generator.annotation.AdditionalPrinterColumn.Type.STRING;

import dev.penstock.api.EtlPipelineSpec;
import dev.penstock.api.EtlPipelineStatus;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Categories;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;

/** A pipeline of a namespace: what is read, transformed and loaded, and when. */
@Group("penstock.dev")
@Version("v1alpha1")
@ShortNames("etlp")
@Categories({"all", "etl"})
@AdditionalPrinterColumn(name = "Schedule", type = STRING, jsonPath = ".spec.schedule")
@AdditionalPrinterColumn(name = "Suspend", type = BOOLEAN, jsonPath = ".spec.suspend")
@AdditionalPrinterColumn(
    name = "Ready",
    type = STRING,
    jsonPath = ".status.conditions[?(@.type==\"Ready\")].status")
@AdditionalPrinterColumn(
    name = "Last Run",
    type = DATE,
    jsonPath = ".status.lastRun.completionTime")
@AdditionalPrinterColumn(name = "Result", type = STRING, jsonPath = ".status.lastRun.result")
@AdditionalPrinterColumn(name = "Rows", type = INTEGER, jsonPath = ".status.lastRun.rows")
@AdditionalPrinterColumn(name = "Duration", type = STRING, jsonPath = ".status.lastRun.duration")
@AdditionalPrinterColumn(name = "Next", type = STRING, jsonPath = ".status.nextScheduleTime")
@AdditionalPrinterColumn(
    name = "Reason",
    type = STRING,
    jsonPath = ".status.lastRun.reason",
    priority = 1)
@AdditionalPrinterColumn(
    name = "Commit",
    type = INTEGER,
    jsonPath = ".status.lastRun.commit",
    priority = 1)
@AdditionalPrinterColumn(
    name = "Failures",
    type = INTEGER,
    jsonPath = ".status.consecutiveFailures",
    priority = 1)
@AdditionalPrinterColumn(
    name = "Verified",
    type = STRING,
    jsonPath = ".status.conditions[?(@.type==\"Verified\")].status",
    priority = 1)
@AdditionalPrinterColumn(
    name = "Fresh",
    type = STRING,
    jsonPath = ".status.conditions[?(@.type==\"Fresh\")].status",
    priority = 1)
@AdditionalPrinterColumn(name = "Active", type = STRING, jsonPath = ".status.active", priority = 1)
@AdditionalPrinterColumn(
    name = "Waits For",
    type = STRING,
    jsonPath = ".status.after.waitsFor",
    priority = 1)
@AdditionalPrinterColumn(name = "Owner", type = STRING, jsonPath = ".spec.owner", priority = 1)
@AdditionalPrinterColumn(name = "Age", type = DATE, jsonPath = ".metadata.creationTimestamp")
public final class EtlPipeline extends CustomResource<EtlPipelineSpec, EtlPipelineStatus>
    implements Namespaced {

  /** {@return a fresh object with nothing but a status, which is what server-side apply takes} */
  public static EtlPipeline withStatus(EtlPipeline observed, EtlPipelineStatus status) {
    var fresh = new EtlPipeline();
    fresh.setMetadata(
        new ObjectMetaBuilder()
            .withName(observed.getMetadata().getName())
            .withNamespace(observed.getMetadata().getNamespace())
            .build());
    fresh.setStatus(status);
    return fresh;
  }
}
