package dev.penstock.sandbox.shop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.sandbox.Passwords;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LiveShopIT {
  @TempDir private Path state;
  private ShopDatabase shop;
  private String began;

  @BeforeEach
  void start() throws SQLException {
    shop = ShopDatabase.start(new ShopDatabase.Settings(state, 0.001, "shop", Passwords.random()));
    began = text("SELECT clock_timestamp()::text");
  }

  @AfterEach
  void end() {
    shop.close();
  }

  @Test
  void roundsAddAndChangeOrdersAndSayHowMany() throws SQLException {
    long orders = shop.count("orders");
    long items = shop.count("order_items");
    long customers = shop.count("customers");
    List<LiveShop.Round> rounds = new ArrayList<>();
    int atTheEnd;
    try (LiveShop live = LiveShop.open(shop::connect, 1)) {
      for (int i = 0; i < 6; i++) {
        rounds.add(live.round());
      }
      atTheEnd = live.settle();
    }

    int added = rounds.stream().mapToInt(round -> round.added() + round.late()).sum() + atTheEnd;
    assertThat(rounds).allMatch(round -> round.added() > 0);
    assertThat(shop.count("orders")).isEqualTo(orders + added);
    assertThat(shop.count("order_items")).isGreaterThanOrEqualTo(items + added);
    assertThat(shop.count("customers"))
        .isEqualTo(customers + rounds.stream().mapToInt(LiveShop.Round::customers).sum());
    assertThat(rounds.stream().mapToInt(LiveShop.Round::changed).sum()).isPositive();
    assertThat(
            text(
                "SELECT count(*) FROM orders WHERE ordered_at < '%1$s' AND updated_at > '%1$s'"
                    .formatted(began)))
        .isNotEqualTo("0");
  }

  @Test
  void aLateOrderAppearsAfterOthersThatAreYounger() throws SQLException {
    try (LiveShop live = LiveShop.open(shop::connect, 1)) {
      live.round();
      live.round();
      String seen = text("SELECT max(updated_at)::text FROM orders");
      String count = "SELECT count(*) FROM orders WHERE ordered_at > '%s' AND updated_at < '%s'";
      long before = Long.parseLong(text(count.formatted(began, seen)));

      assertThat(live.settle()).isEqualTo(2);

      assertThat(Long.parseLong(text(count.formatted(began, seen)))).isEqualTo(before + 2);
      assertThat(live.settle()).isZero();
    }
  }

  @Test
  void theShopsUserSeesSinceWhenTransactionsOfOthersAreOpen() throws SQLException {
    assertThat(text("SELECT pg_has_role('pg_read_all_stats', 'USAGE')")).isEqualTo("t");
    assertThat(text("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")).isEqualTo("f");
  }

  private String text(String sql) throws SQLException {
    try (Connection connection = shop.connect();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getString(1);
    }
  }
}
