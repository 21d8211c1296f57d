package dev.penstock.api.validation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.api.EtlConnectionSpec;
import dev.penstock.api.Manifests;
import dev.penstock.api.model.Connection;
import dev.penstock.api.model.Pipeline;
import dev.penstock.api.model.ResourceName;
import dev.penstock.api.validation.Checked.Invalid;
import dev.penstock.api.validation.Checked.Valid;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
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
  void theOrdersAreReadWithTheirDefaults() {
    assertThat(example("orders.yaml"))
        .isInstanceOfSatisfying(
            Valid.class,
            valid -> {
              var orders = (Pipeline) valid.value();
              assertThat(orders.connections()).containsExactly("lake", "shop-db", "warehouse");
              assertThat(orders.timing().zone().getId()).isEqualTo("America/New_York");
              assertThat(orders.pod().serviceAccountName()).isEqualTo("default");
              assertThat(orders.pod().scratchSize()).isEqualTo("5Gi");
              assertThat(orders.target("orders").orElseThrow().redshift().orElseThrow().qualified())
                  .isEqualTo("sales.orders");
            });
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

  private static Checked<Pipeline> example(String file) {
    var pipeline = Manifests.read(Manifests.directory().resolve(file)).pipelines().getFirst();
    return new Validator()
        .pipeline(new ResourceName("shop", pipeline.name()), pipeline.spec(), CONNECTIONS);
  }
}
