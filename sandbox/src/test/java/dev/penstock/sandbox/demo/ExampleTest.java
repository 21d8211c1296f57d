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
          store: {connection: lake}
          sources:
            - {name: orders, table: {name: public.orders, incremental: {column: updated_at}}}
          targets:
            - key: [order_id]
              s3: {connection: lake, path: sales/orders}
              redshift: {connection: warehouse, table: sales.orders}
        """);
    Files.writeString(
        folder.resolve("orders-invalid.yaml"),
        "kind: EtlPipeline\nmetadata: {name: orders-invalid}\n");

    List<Example> examples = Example.in(folder);

    assertThat(examples).extracting(Example::name).containsExactly("orders-invalid", "orders");
    assertThat(examples).extracting(Example::wrong).containsExactly(true, false);
    assertThat(examples.getLast())
        .returns(new Example.Store("lake", "_penstock"), Example::store)
        .returns(new Example.Source("orders", "public.orders", true), Example::source)
        .returns(
            new Example.Target(
                false,
                false,
                List.of("order_id"),
                Optional.of("sales/orders"),
                Optional.of("lake"),
                Optional.of("sales.orders")),
            Example::target)
        .returns(1L, example -> example.times(3));
    assertThat(LivingOn.of(examples)).contains(examples.getLast());
  }

  @Test
  void everyRunThatReadsAllAddsAll() throws IOException {
    Files.writeString(
        folder.resolve("items.yaml"),
        """
        kind: EtlPipeline
        metadata: {name: items}
        spec:
          sources: [{name: items, table: {name: public.order_items}}]
          targets: [{s3: {connection: lake, path: sales/items}}]
        """);

    Example items = Example.in(folder).getFirst();

    assertThat(items.times(3)).isEqualTo(3);
    assertThat(items.expectedSql()).isEqualTo("SELECT count(*) FROM public.order_items");
    assertThat(LivingOn.of(List.of(items))).isEmpty();
  }

  @Test
  void aTargetThatReplacesItsRowsHoldsThemOnce() throws IOException {
    Files.writeString(
        folder.resolve("products.yaml"),
        """
        kind: EtlPipeline
        metadata: {name: products}
        spec:
          sources: [{name: products, table: {name: public.products}}]
          targets: [{mode: Replace, s3: {connection: lake, path: sales/products}}]
        """);

    assertThat(Example.in(folder).getFirst().times(3)).isEqualTo(1);
  }

  @Test
  void aTargetThatKeepsVersionsIsNotTheOneOfTheSecondRun() throws IOException {
    Files.writeString(
        folder.resolve("history.yaml"),
        """
        kind: EtlPipeline
        metadata: {name: history}
        spec:
          sources:
            - {name: orders, table: {name: public.orders, incremental: {column: updated_at}}}
          targets:
            - {mode: Scd2, key: [order_id], redshift: {connection: warehouse, table: sales.history}}
        """);

    Example history = Example.in(folder).getFirst();

    assertThat(history.target().keepsVersions()).isTrue();
    assertThat(history.times(3)).isEqualTo(1);
    assertThat(LivingOn.of(List.of(history))).isEmpty();
  }

  @Test
  void anOutcomeIsAsExpectedOnlyIfEveryLineIs() {
    Outcome.Line good = Outcome.Line.equal("orders", "rows in S3", 5, 5);
    Outcome.Line bad = Outcome.Line.equal("orders", "rows in the warehouse", 5, 4);

    assertThat(new Outcome(List.of(good)).asExpected()).isTrue();
    assertThat(new Outcome(List.of(good, bad)).asExpected()).isFalse();
    assertThat(new Outcome(List.of()).asExpected()).isFalse();
    assertThat(Outcome.Line.atLeast("orders", "versions in S3", 5, 6).asExpected()).isTrue();
    assertThat(Outcome.Line.atLeast("orders", "versions in S3", 5, 4).asExpected()).isFalse();
  }
}
