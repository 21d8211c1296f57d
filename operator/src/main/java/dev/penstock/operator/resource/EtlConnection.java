package dev.penstock.operator.resource;

import static io.fabric8.crd.generator.annotation.AdditionalPrinterColumn.Type.DATE;
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

/**
 * A named endpoint of one environment. Only one that notifies has a status: of all others a
 * pipeline says what is wrong.
 */
@Group("penstock.dev")
@Version("v1alpha1")
@ShortNames("etlc")
@Categories("etl")
@AdditionalPrinterColumn(name = "Postgres", type = STRING, jsonPath = ".spec.postgres.host")
@AdditionalPrinterColumn(name = "S3", type = STRING, jsonPath = ".spec.s3.bucket")
@AdditionalPrinterColumn(name = "Redshift", type = STRING, jsonPath = ".spec.redshift.host")
@AdditionalPrinterColumn(name = "Age", type = DATE, jsonPath = ".metadata.creationTimestamp")
public final class EtlConnection extends CustomResource<EtlConnectionSpec, EtlConnectionStatus>
    implements Namespaced {

  /** {@return a fresh object with nothing but a status, which is what server-side apply takes} */
  public static EtlConnection withStatus(EtlConnection observed, EtlConnectionStatus status) {
    var fresh = new EtlConnection();
    fresh.setMetadata(
        new ObjectMetaBuilder()
            .withName(observed.getMetadata().getName())
            .withNamespace(observed.getMetadata().getNamespace())
            .build());
    fresh.setStatus(status);
    return fresh;
  }
}
