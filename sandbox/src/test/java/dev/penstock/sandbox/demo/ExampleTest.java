package dev.penstock.sandbox.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExampleTest {
  @TempDir private Path folder;

  @Test
  void everyPipelineOfTheFolderIsAnExampleAndTheFileNameSaysWhichIsWrong() throws IOException {
    Files.writeString(
        folder.resolve("connections.yaml"), "kind: EtlConnection\nmetadata: {name: lake}\n");
    Files.writeString(
        folder.resolve("orders.yaml"),
        """
        # The comment before the first document.
        kind: EtlPipeline
        metadata: {name: orders}
        spec:
          sources: [{name: orders, table: {name: public.orders}}]
          targets:
            - s3: {connection: lake, path: sales/orders}
              redshift: {connection: warehouse, table: sales.orders}
        """);
    Files.writeString(
        folder.resolve("orders-invalid.yaml"),
        "kind: EtlPipeline\nmetadata: {name: orders-invalid}\n");

    List<Example> examples = Example.in(folder);

    assertThat(examples).extracting(Example::name).containsExactly("orders-invalid", "orders");
    assertThat(examples).extracting(Example::wrong).containsExactly(true, false);
    assertThat(examples.getLast())
        .returns("public.orders", Example::sourceTable)
        .returns(Optional.of("sales/orders"), Example::s3Path)
        .returns(Optional.of("lake"), Example::s3Connection)
        .returns(Optional.of("sales.orders"), Example::warehouseTable);
  }

  @Test
  void anOutcomeIsAsExpectedOnlyIfEveryLineIs() {
    Outcome.Line good = new Outcome.Line("orders", "rows in S3", "5", "5");
    Outcome.Line bad = new Outcome.Line("orders", "rows in the warehouse", "5", "4");

    assertThat(new Outcome(List.of(good)).asExpected()).isTrue();
    assertThat(new Outcome(List.of(good, bad)).asExpected()).isFalse();
    assertThat(new Outcome(List.of()).asExpected()).isFalse();
  }
}
