package dev.penstock.operator.resource;

import static io.fabric8.crd.generator.annotation.AdditionalPrinterColumn.Type.DATE;
import static io.fabric8.crd.generator.annotation.AdditionalPrinterColumn.Type.INTEGER;
import static io.fabric8.crd.generator.annotation.AdditionalPrinterColumn.Type.STRING;

import dev.penstock.api.EtlConnectionSpec;
import dev.penstock.api.EtlConnectionStatus;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Categories;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;

/** A named endpoint of one environment, and what is known of it. */
@Group("penstock.dev")
@Version("v1alpha1")
@ShortNames("etlc")
@Categories("etl")
@AdditionalPrinterColumn(name = "Kind", type = STRING, jsonPath = ".status.kind")
@AdditionalPrinterColumn(
    name = "Reachable",
    type = STRING,
    jsonPath = ".status.conditions[?(@.type==\"Reachable\")].status")
@AdditionalPrinterColumn(name = "Used By", type = INTEGER, jsonPath = ".status.usedByCount")
@AdditionalPrinterColumn(name = "Runs", type = STRING, jsonPath = ".status.runs")
@AdditionalPrinterColumn(name = "Checked", type = DATE, jsonPath = ".status.lastCheckTime")
@AdditionalPrinterColumn(
    name = "Permitted",
    type = STRING,
    jsonPath = ".status.conditions[?(@.type==\"Permitted\")].status",
    priority = 1)
@AdditionalPrinterColumn(
    name = "Reason",
    type = STRING,
    jsonPath = ".status.conditions[?(@.type==\"Reachable\")].reason",
    priority = 1)
@AdditionalPrinterColumn(
    name = "Postgres",
    type = STRING,
    jsonPath = ".spec.postgres.host",
    priority = 1)
@AdditionalPrinterColumn(name = "S3", type = STRING, jsonPath = ".spec.s3.bucket", priority = 1)
@AdditionalPrinterColumn(
    name = "Redshift",
    type = STRING,
    jsonPath = ".spec.redshift.host",
    priority = 1)
@AdditionalPrinterColumn(name = "Age", type = DATE, jsonPath = ".metadata.creationTimestamp")
public final class EtlConnection extends CustomResource<EtlConnectionSpec, EtlConnectionStatus>
    implements Namespaced {

  /**
   * {@return a fresh object with nothing but a status, which is what server-side apply takes}
   *
   * <p>It names the version that was observed: the API server refuses a status (409) that was made
   * from an older one.
   */
  public static EtlConnection withStatus(EtlConnection observed, EtlConnectionStatus status) {
    var fresh = new EtlConnection();
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
