package dev.penstock.sandbox.shop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.sandbox.Passwords;
import dev.penstock.sandbox.process.ProcessRecords;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShopDatabaseIT {
  @TempDir private static Path state;
  private static ShopDatabase shop;

  @BeforeAll
  static void start() {
    shop =
        ShopDatabase.start(
            new ShopDatabase.Settings(state.resolve("a"), 0.01, "shop", Passwords.random()));
  }

  @AfterAll
  static void end() {
    shop.close();
  }

  @Test
  void everyTableHasTheRowsOfItsScale() {
    assertThat(shop.count("customers")).isEqualTo(1_500);
    assertThat(shop.count("orders")).isEqualTo(15_000);
    assertThat(shop.count("order_items")).isEqualTo(60_175);
    assertThat(shop.count("products")).isEqualTo(2_000);
    assertThat(shop.count("suppliers")).isEqualTo(100);
  }

  @Test
  void aWrongPasswordIsRefused() {
    assertThatThrownBy(() -> DriverManager.getConnection(shop.jdbcUrl(), "shop", "wrong"))
        .isInstanceOfSatisfying(
            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("28P01"));
    assertThatThrownBy(() -> DriverManager.getConnection(shop.jdbcUrl(), "postgres", ""))
        .isInstanceOf(SQLException.class);
  }

  @Test
  void rowsHaveMissingValuesAndManyScripts() throws SQLException {
    assertThat(
            query(
                """
                SELECT count(*) FILTER (WHERE segment IS NULL) > 0,
                  count(*) FILTER (WHERE email IS NULL) > 0,
                  count(*) FILTER (WHERE name LIKE '美咲%') > 0,
                  count(DISTINCT updated_at) > 1400 FROM customers
                """))
        .containsExactly("t", "t", "t", "t");
    assertThat(
            query(
                """
                SELECT count(*) FILTER (WHERE note LIKE E'%\\n%') > 0,
                  count(*) FILTER (WHERE note LIKE E'back\\\\\\\\slash') > 0,
                  bool_and(updated_at >= ordered_at), min(ordered_at) >= '2018-01-01' FROM orders
                """))
        .containsExactly("t", "t", "t", "t");
    assertThat(
            query(
                "SELECT count(*) FROM orders LEFT JOIN customers USING (customer_id) WHERE name IS"
                    + " NULL"))
        .containsExactly("0");
  }

  @Test
  void theSameScaleGivesTheSameRows() throws SQLException {
    String sql = "SELECT md5(string_agg(o::text, ',' ORDER BY order_id)) FROM orders o";
    // Written down once: it may change only with the generator, never with machine or day.
    assertThat(query(sql)).containsExactly("0c8cf6d63c4e4477ba08d26229da5264");
  }

  @Test
  void aServerThatAKilledJvmLeftIsReplaced() {
    var settings = new ShopDatabase.Settings(state.resolve("b"), 0.001, "shop", Passwords.random());
    ShopDatabase leftBehind = ShopDatabase.start(settings);
    var old = ProcessRecords.in(settings.stateDir()).alive().getFirst();

    try (ShopDatabase next = ShopDatabase.start(settings)) {
      assertThat(old.alive()).isFalse();
      assertThat(next.count("orders")).isEqualTo(1_500);
    }

    assertThat(ProcessRecords.in(settings.stateDir()).alive()).isEmpty();
    assertThat(settings.stateDir().resolve("shop")).doesNotExist();
    leftBehind.close();
  }

  private static List<String> query(String sql) throws SQLException {
    try (Connection connection = shop.connect();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      List<String> values = new ArrayList<>();
      for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
        values.add(rows.getString(i));
      }
      return values;
    }
  }
}
