package dev.penstock.sandbox.shop;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * A shop whose tables change: round after round new orders and customers, changed orders, and
 * orders of a transaction that stays open for two rounds, so that they appear late, with an {@code
 * updated_at} that is older than what others have committed meanwhile. Nothing is ever deleted, and
 * every time comes from the database's clock.
 *
 * <p>The same seed on the same shop makes the same rounds. Used by one thread.
 */
public final class LiveShop implements AutoCloseable {
  private static final int NEW_ORDERS = 5;
  private static final int CHANGED_ORDERS = 8;
  private static final int LATE_ORDERS = 2;

  /** In rounds: how long a late transaction stays open. */
  private static final int LATE_BY = 2;

  private final Connection prompt;
  private final Connection slow;
  private final Catalogue catalogue;
  private final long seed;
  private int rounds;
  private int slowSince;

  /** What the shop's tables hold when it begins to live. */
  private record Catalogue(long customers, long products, long suppliers, long orders) {
    static Catalogue of(Connection connection) throws SQLException {
      try (Statement statement = connection.createStatement();
          ResultSet row =
              statement.executeQuery(
                  """
                  SELECT (SELECT max(customer_id) FROM public.customers),
                    (SELECT max(product_id) FROM public.products),
                    (SELECT max(supplier_id) FROM public.suppliers),
                    (SELECT max(order_id) FROM public.orders)
                  """)) {
        row.next();
        return new Catalogue(row.getLong(1), row.getLong(2), row.getLong(3), row.getLong(4));
      }
    }
  }

  /** Opens connections of the shop's user. */
  public interface Login {
    Connection connect() throws SQLException;
  }

  /**
   * What one round committed.
   *
   * @param added new orders, without the late ones
   * @param changed orders that were there before
   * @param late orders whose transaction began earlier, and that only now can be seen
   * @param customers new customers
   */
  public record Round(int number, int added, int changed, int late, int customers) {}

  private LiveShop(Connection prompt, Connection slow, Catalogue catalogue, long seed) {
    this.prompt = prompt;
    this.slow = slow;
    this.catalogue = catalogue;
    this.seed = seed;
  }

  /** Connects twice; nothing changes before the first round. */
  public static LiveShop open(Login login, long seed) throws SQLException {
    Connection prompt = login.connect();
    try {
      Connection slow = login.connect();
      try {
        prompt.setAutoCommit(false);
        slow.setAutoCommit(false);
        LiveShop shop = new LiveShop(prompt, slow, Catalogue.of(prompt), seed);
        prompt.commit();
        return shop;
      } catch (SQLException e) {
        slow.close();
        throw e;
      }
    } catch (SQLException e) {
      prompt.close();
      throw e;
    }
  }

  /** Makes one round; {@return what it committed} */
  public Round round() throws SQLException {
    rounds++;
    Chance chance = new Chance(6 + seed, rounds);
    int late = rounds - slowSince >= LATE_BY ? settle() : 0;
    // Before the new ones, so that no order counts as both.
    int changed = change(prompt, chance, CHANGED_ORDERS);
    int customers = chance.oneIn(2) ? newCustomer(chance) : 0;
    int added = 1 + (int) chance.below(NEW_ORDERS);
    newOrders(prompt, chance, added);
    prompt.commit();
    if (slowSince == 0) {
      newOrders(slow, chance, LATE_ORDERS);
      slowSince = rounds;
    }
    return new Round(rounds, added, changed, late, customers);
  }

  /** Commits the late orders that are still on their way; {@return how many they were} */
  public int settle() throws SQLException {
    if (slowSince == 0) {
      return 0;
    }
    slow.commit();
    slowSince = 0;
    return LATE_ORDERS;
  }

  private int change(Connection connection, Chance chance, int atMost) throws SQLException {
    // Another live shop may be at the same rows: they are its own then.
    try (PreparedStatement update =
        connection.prepareStatement(
            """
            UPDATE public.orders SET updated_at = now(),
              status = CASE status WHEN 'open' THEN 'partial' WHEN 'partial' THEN 'delivered'
                ELSE 'returned' END,
              delivered_on = CASE status WHEN 'partial' THEN current_date ELSE delivered_on END
            WHERE order_id IN (
              SELECT order_id FROM public.orders WHERE order_id >= ? ORDER BY order_id LIMIT ?
              FOR UPDATE SKIP LOCKED)
            """)) {
      update.setLong(1, 1 + chance.below((int) Math.min(Integer.MAX_VALUE, catalogue.orders())));
      update.setInt(2, 1 + (int) chance.below(atMost));
      return update.executeUpdate();
    }
  }

  private int newCustomer(Chance chance) throws SQLException {
    try (PreparedStatement insert =
        prompt.prepareStatement(
            """
            INSERT INTO public.customers
              (name, segment, country, address, balance, created_at, updated_at)
            VALUES (?, ?, ?, 'moved in lately', 0, now(), now())
            """)) {
      insert.setString(1, chance.one(new String[] {"Ada Nagy", "José Müller", "美咲 佐藤"}));
      insert.setString(2, chance.one(new String[] {"building", "machinery", "household"}));
      insert.setString(3, chance.one(new String[] {"DE", "FR", "JP", "US"}));
      return insert.executeUpdate();
    }
  }

  private void newOrders(Connection connection, Chance chance, int wanted) throws SQLException {
    try (PreparedStatement order =
            connection.prepareStatement(
                """
                INSERT INTO public.orders
                  (customer_id, status, total, priority, clerk, gift, ordered_at, updated_at)
                VALUES (?, 'open', ?::numeric / 100, ?, 'Clerk#000000001', ?, now(), now())
                RETURNING order_id
                """);
        PreparedStatement item =
            connection.prepareStatement(
                """
                INSERT INTO public.order_items (order_id, line_number, product_id, supplier_id,
                  quantity, price, discount, tax, ship_mode, promised_on, updated_at)
                VALUES (?, ?, ?, ?, ?, ?::numeric / 100, 0, 0.07, ?, current_date + 7, now())
                """)) {
      for (int i = 0; i < wanted; i++) {
        order.setLong(1, below(chance, catalogue.customers()));
        order.setLong(2, 100 + chance.below(1_000_000));
        order.setString(3, chance.one(new String[] {"1-URGENT", "2-HIGH", "3-MEDIUM"}));
        order.setBoolean(4, chance.oneIn(10));
        newItems(item, chance, id(order));
      }
      item.executeBatch();
    }
  }

  private void newItems(PreparedStatement item, Chance chance, long order) throws SQLException {
    int lines = 1 + (int) chance.below(4);
    for (int line = 1; line <= lines; line++) {
      item.setLong(1, order);
      item.setInt(2, line);
      item.setLong(3, below(chance, catalogue.products()));
      item.setLong(4, below(chance, catalogue.suppliers()));
      item.setInt(5, 1 + (int) chance.below(50));
      item.setLong(6, 100 + chance.below(100_000));
      item.setString(7, chance.one(new String[] {"air", "rail", "truck"}));
      item.addBatch();
    }
  }

  private static long id(PreparedStatement insert) throws SQLException {
    try (ResultSet row = insert.executeQuery()) {
      row.next();
      return row.getLong(1);
    }
  }

  private static long below(Chance chance, long last) {
    return 1 + chance.below((int) last);
  }

  /** Commits what is late, so that no order gets lost, and disconnects. */
  @Override
  public void close() throws SQLException {
    try (prompt;
        slow) {
      settle();
    }
  }
}
