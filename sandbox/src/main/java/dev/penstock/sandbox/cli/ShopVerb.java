package dev.penstock.sandbox.cli;

import dev.penstock.sandbox.Credentials;
import dev.penstock.sandbox.SandboxDescription;
import dev.penstock.sandbox.StateDirectory;
import dev.penstock.sandbox.shop.LiveShop;
import java.io.PrintStream;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/** {@code sandbox shop}: what the running sandbox's shop holds, and a shop that lives on. */
final class ShopVerb {
  private final StateDirectory state;
  private final PrintStream out;

  ShopVerb(StateDirectory state, PrintStream out) {
    this.state = state;
    this.out = out;
  }

  /** A line for each table. */
  int count() throws SQLException {
    try (Connection connection = login().connect();
        Statement statement = connection.createStatement()) {
      out.printf("%-12s %10s  %s%n", "TABLE", "ROWS", "LAST CHANGE");
      for (String table :
          new String[] {"customers", "orders", "order_items", "products", "suppliers"}) {
        try (ResultSet row =
            statement.executeQuery(
                "SELECT count(*), date_trunc('second', max(updated_at)) FROM public." + table)) {
          row.next();
          out.printf("%-12s %10d  %s%n", table, row.getLong(1), row.getString(2));
        }
      }
      return 0;
    }
  }

  /** A line for each round; the end of the JVM ends it at any time. */
  int live(int rounds, Duration every, long seed) throws SQLException, InterruptedException {
    try (LiveShop shop = LiveShop.open(login(), seed)) {
      for (int i = 0; i < rounds; i++) {
        if (i > 0) {
          Thread.sleep(every);
        }
        out.println(line(shop.round()));
        out.flush();
      }
      int late = shop.settle();
      if (late > 0) {
        out.printf("at the end: %d late%n", late);
      }
    }
    return 0;
  }

  private static String line(LiveShop.Round round) {
    return "round %d: %d new, %d changed, %d late, %d new customers"
        .formatted(round.number(), round.added(), round.changed(), round.late(), round.customers());
  }

  private LiveShop.Login login() {
    SandboxDescription.Shop shop =
        state
            .processes()
            .alive(StateDirectory.HOLDER)
            .flatMap(holder -> state.description())
            .map(SandboxDescription::shop)
            .orElseThrow(
                () -> new NotNowException("no sandbox is up; `./penstock sandbox up` starts one"));
    Credentials.Login user = Credentials.keptIn(state.credentialsFile()).shop();
    String url = "jdbc:postgresql://%s:%d/%s".formatted(shop.host(), shop.port(), shop.database());
    return () -> DriverManager.getConnection(url, user.username(), user.password());
  }
}
