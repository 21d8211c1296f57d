package dev.penstock.api.validation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.api.EtlConnectionSpec;
import dev.penstock.api.Manifests;
import dev.penstock.api.model.Check;
import dev.penstock.api.model.Connection;
import dev.penstock.api.model.Incremental;
import dev.penstock.api.model.Mode;
import dev.penstock.api.model.Parameter;
import dev.penstock.api.model.Pipeline;
import dev.penstock.api.model.Read;
import dev.penstock.api.model.ResourceName;
import dev.penstock.api.validation.Checked.Invalid;
import dev.penstock.api.validation.Checked.Valid;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ExamplesTest {
  private static final Map<String, EtlConnectionSpec> CONNECTIONS =
      Manifests.read(Manifests.directory().resolve("connections.yaml")).connections().stream()
          .collect(Collectors.toMap(Manifests.Resource::name, resource -> resource.spec()));

  static Stream<Path> files() throws IOException {
    return Files.list(Manifests.directory())
        .filter(file -> file.toString().endsWith(".yaml"))
        .filter(file -> !file.toString().contains("invalid"));
  }

  @ParameterizedTest
  @MethodSource("files")
  void everyExampleIsValid(Path file) {
    var manifests = Manifests.read(file);

    assertThat(manifests.documents()).isNotEmpty();
    for (var connection : manifests.connections()) {
      assertThat(new Validator().connection(connection.name(), connection.spec()))
          .isInstanceOf(Valid.class);
    }
    for (var pipeline : manifests.pipelines()) {
      assertThat(
              new Validator()
                  .pipeline(
                      new ResourceName("shop", pipeline.name()), pipeline.spec(), CONNECTIONS))
          .isInstanceOf(Valid.class);
    }
  }

  @Test
  void theExampleOfNotificationsIsValidWithItsConnections() {
    var folder = Manifests.directory().resolve("notifications");
    var notifiers = Manifests.read(folder.resolve("connections.yaml")).connections();
    var connections = new java.util.HashMap<>(CONNECTIONS);
    notifiers.forEach(each -> connections.put(each.name(), each.spec()));
    var pipeline = Manifests.read(folder.resolve("orders-told.yaml")).pipelines().getFirst();
    assertThat(notifiers).hasSize(5);
    assertThat(
            new Validator()
                .pipeline(new ResourceName("shop", pipeline.name()), pipeline.spec(), connections))
        .isInstanceOf(Valid.class);
  }

  @Test
  void theOrdersAreReadWithTheirDefaults() {
    var orders = valid("orders.yaml");
    var target = orders.target("orders").orElseThrow();

    assertThat(orders.connections()).containsExactly("lake", "shop-db", "warehouse");
    assertThat(orders.timing().zone().getId()).isEqualTo("America/New_York");
    assertThat(orders.pod().serviceAccountName()).isEqualTo("default");
    assertThat(orders.pod().scratchSize()).isEqualTo("5Gi");
    assertThat(target.redshift().orElseThrow().qualified()).isEqualTo("sales.orders");
    assertThat(target.s3().orElseThrow().partitionBy()).containsExactly("order_month");
    assertThat(target.mode())
        .isEqualTo(new Mode.Upsert(List.of("order_id"), List.of("updated_at")));
    assertThat(orders.checks()).extracting(Check::name).contains("order-id", "total-not-negative");
    assertThat(increment(orders))
        .hasValueSatisfying(increment -> {
          assertThat(increment.overlap()).isEqualTo(Duration.ofMinutes(10));
          assertThat(increment.settle()).isEmpty();
          assertThat(increment.nulls()).isEqualTo(Incremental.Nulls.FAIL);
        });
  }

  @Test
  void theDailySalesReadEverythingIntoTheWarehouseAlone() {
    var sales = valid("daily-sales.yaml");
    var target = sales.targets().getFirst();

    assertThat(increment(sales)).isEmpty();
    assertThat(sales.parameters())
        .containsExactly(new Parameter("since", Parameter.Type.DATE, "2018-01-01"));
    assertThat(target.s3()).isEmpty();
    assertThat(target.mode())
        .isEqualTo(new Mode.Upsert(List.of("order_date", "country"), List.of("changed_at")));
  }

  @Test
  void theOrderItemsAreAppendedByIncrements() {
    var items = valid("order-items.yaml");

    assertThat(increment(items))
        .hasValueSatisfying(i -> assertThat(i.key()).containsExactly("order_id", "line_number"));
    assertThat(items.targets().getFirst().mode()).isEqualTo(new Mode.Append());
    assertThat(items.pod().limits()).containsEntry("memory", "1Gi");
  }

  @Test
  void theProductsAreReplacedAsAWhole() {
    var products = valid("products.yaml");

    assertThat(increment(products)).isEmpty();
    assertThat(products.targets().getFirst().mode()).isEqualTo(new Mode.Replace(false));
  }

  @Test
  void noTwoExamplesLoadOnePlace() throws IOException {
    var places = new ArrayList<String>();
    for (var file : files().toList()) {
      Manifests.read(file)
          .pipelines()
          .forEach(pipeline ->
              valid(file.getFileName().toString())
                  .targets()
                  .forEach(target -> {
                    target.s3().ifPresent(s3 -> places.add(s3.path()));
                    target.redshift().ifPresent(table -> places.add(table.qualified()));
                  }));
    }
    assertThat(places).hasSizeGreaterThan(4).doesNotHaveDuplicates();
  }

  @Test
  void theConnectionsAreReadWithTheirDefaults() {
    assertThat(new Validator().connection("warehouse", CONNECTIONS.get("warehouse")))
        .isInstanceOfSatisfying(
            Valid.class,
            valid -> {
              var warehouse = (Connection.Redshift) valid.value();
              assertThat(warehouse.port()).isEqualTo(5439);
              assertThat(warehouse.limits().connectionsPerRun()).isEqualTo(4);
              assertThat(warehouse.limits().runs()).isEmpty();
            });
  }

  @Test
  void theInvalidExampleSaysEveryMistakeAndItsRemedy() {
    assertThat(example("orders-invalid.yaml"))
        .isInstanceOfSatisfying(
            Invalid.class,
            invalid ->
                assertThat(((Invalid<?>) invalid).findings())
                    .extracting(Finding::line)
                    .containsExactly(
                        "spec.schedule: Pipeline orders-invalid has the schedule \"15 25 * * *\","
                            + " whose hour 25 is not valid. Write an hour from 0 to 23, a list, a"
                            + " range, or * with a step.",
                        "spec.sources[0].connection: Source orders names the connection"
                            + " shop-database, which does not exist in namespace shop. Create the"
                            + " EtlConnection shop-database or name one that exists: lake,"
                            + " shop-db, warehouse.",
                        "spec.targets[0].from: Target orders loads enriched, which is no source or"
                            + " step. Name one of orders, or add a step of that name."));
  }

  private static Pipeline valid(String file) {
    return switch (example(file)) {
      case Valid<Pipeline>(var pipeline) -> pipeline;
      case Invalid<Pipeline>(var findings) -> throw new AssertionError(findings);
    };
  }

  private static Optional<Incremental> increment(Pipeline pipeline) {
    return switch (pipeline.sources().getFirst().read()) {
      case Read.Table table -> table.incremental();
      case Read.Query _ -> Optional.empty();
    };
  }

  private static Checked<Pipeline> example(String file) {
    var pipeline = Manifests.read(Manifests.directory().resolve(file)).pipelines().getFirst();
    return new Validator()
        .pipeline(new ResourceName("shop", pipeline.name()), pipeline.spec(), CONNECTIONS);
  }
}
