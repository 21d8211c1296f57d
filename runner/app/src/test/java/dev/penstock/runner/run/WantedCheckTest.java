package dev.penstock.runner.run;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.api.model.Pipeline;
import dev.penstock.api.model.Wanted;
import dev.penstock.runner.cli.PipelineFile;
import dev.penstock.runner.spi.PenstockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WantedCheckTest {
  private static final Wanted ADOPT =
      new Wanted.Adopt(Optional.of(Instant.parse("2026-01-01T00:00:00Z")));

  @TempDir private Path directory;

  private Pipeline pipeline(String nulls, String mode) throws Exception {
    var connections =
        Files.writeString(
            directory.resolve("connections.yaml"),
            """
            apiVersion: penstock.dev/v1alpha1
            kind: EtlConnection
            metadata: {name: shop-db}
            spec:
              postgres: {host: 127.0.0.1, port: 5432, database: shop, tls: Disable}
              credentials: {secret: {name: shop-db}}
            ---
            apiVersion: penstock.dev/v1alpha1
            kind: EtlConnection
            metadata: {name: lake}
            spec:
              s3: {bucket: acme-lake, region: us-east-1}
              credentials: {secret: {name: lake}}
            ---
            apiVersion: v1
            kind: Secret
            metadata: {name: shop-db}
            stringData: {username: shop, password: secret}
            ---
            apiVersion: v1
            kind: Secret
            metadata: {name: lake}
            stringData: {accessKeyId: penstock, secretAccessKey: secret}
            """);
    return PipelineFile.written(
            directory,
            "orders",
            """
            apiVersion: penstock.dev/v1alpha1
            kind: EtlPipeline
            metadata: {name: orders}
            spec:
              store: {connection: lake}
              sources:
                - name: orders
                  connection: shop-db
                  table:
                    name: public.orders
                    incremental: {column: at, key: [id], settle: 0s, nulls: %s}
              targets:
                - name: archive
                  from: orders
                  s3: {connection: lake, path: sales/orders}
                  %s
            """
                .formatted(nulls, mode),
            connections)
        .pipeline();
  }

  /** No watermark says which of them are there. */
  @Test
  void whatIsReadInEveryRunIsNotAdoptedWhereItWouldBeAdded() throws Exception {
    var adding = pipeline("Include", "mode: Append");
    assertThatThrownBy(() -> WantedCheck.check(adding, ADOPT))
        .extracting(e -> ((PenstockException) e).line())
        .isEqualTo(
            "InvalidSpec: Source orders reads rows without a cursor in every run and target archive"
                + " adds rows, so after adopt those rows would be there twice. Give the target"
                + " mode: Upsert and a key, or run it with fullRefresh in place of adopt.");
    var replacing = pipeline("Include", "mode: Upsert\n      key: [id]");
    assertThatCode(() -> WantedCheck.check(replacing, ADOPT)).doesNotThrowAnyException();
    var strict = pipeline("Fail", "mode: Append");
    assertThatCode(() -> WantedCheck.check(strict, ADOPT)).doesNotThrowAnyException();
    assertThatCode(() -> WantedCheck.check(adding, new Wanted.FullRefresh()))
        .doesNotThrowAnyException();
  }
}
