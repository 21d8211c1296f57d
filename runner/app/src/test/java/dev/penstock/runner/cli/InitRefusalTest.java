package dev.penstock.runner.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.runner.init.Draft;
import dev.penstock.runner.init.TableNames;
import dev.penstock.runner.source.postgres.PostgresInventory.Transactions;
import dev.penstock.runner.spi.ConfigurationException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code init} does not overwrite, and what it says of a database. */
class InitRefusalTest {
  private static final Draft ORDERS =
      new Draft(
          "public.orders",
          new TableNames("orders", "orders", "public", "orders", "shop-db/public/orders"),
          OptionalLong.empty(),
          OptionalLong.empty(),
          "Replace",
          "",
          "",
          List.of(),
          "");

  @TempDir private Path directory;

  private void there(String source) throws Exception {
    Files.writeString(
        directory.resolve("orders.yaml"),
        """
        apiVersion: penstock.dev/v1alpha1
        kind: EtlPipeline
        metadata: {name: orders}
        spec:
          sources: [%s]
        """
            .formatted(source));
  }

  private void force() {
    new Overwritten(directory, "shop-db", "default").refuseOtherTables(List.of(ORDERS));
  }

  @Test
  void aFileAboutTheSameTableMayBeWrittenAnew() throws Exception {
    assertThatCode(this::force).as("nothing is there").doesNotThrowAnyException();
    there("{name: o, connection: shop-db, table: {name: public.orders}}");
    assertThatCode(this::force).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{name: o, connection: crm-db, table: {name: public.orders}}",
        "{name: o, connection: shop-db, table: {name: sales.orders}}",
        "{name: o, connection: shop-db, query: {sql: SELECT 1}}",
        "{name: o, connection: shop-db, table: {name: public.orders}}, {name: p}",
        ""
      })
  void aFileAboutAnotherTableStays(String source) throws Exception {
    there(source);
    assertThatThrownBy(this::force)
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("orders.yaml is not about table public.orders of connection shop-db")
        .satisfies(e -> assertThat(((ConfigurationException) e).line()).contains("--prefix"));
  }

  @Test
  void whatIsNotSeenOfTransactionsIsSaidWithItsOwnWayOut() {
    assertThat(InitCommand.hint(Transactions.SEEN)).isEmpty();
    assertThat(InitCommand.hint(Transactions.HIDDEN).orElseThrow())
        .contains("GRANT pg_read_all_stats");
    assertThat(InitCommand.hint(Transactions.ELSEWHERE).orElseThrow())
        .contains("standby", "incremental.settle", "primary")
        .doesNotContain("GRANT");
  }
}
