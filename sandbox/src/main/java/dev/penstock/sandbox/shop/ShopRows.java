package dev.penstock.sandbox.shop;

import io.trino.tpch.Customer;
import io.trino.tpch.LineItem;
import io.trino.tpch.Order;
import io.trino.tpch.Part;
import io.trino.tpch.Supplier;
import io.trino.tpch.TpchEntity;
import io.trino.tpch.TpchTable;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Iterator;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Turns TPC-H's rows into a shop's. What TPC-H lacks (missing values, names in many scripts, times
 * of day, times of change) is drawn from the row's own key, so a row is the same whatever the
 * machine, the day and the order of generation.
 */
final class ShopRows {
  /** The nations of TPC-H by their keys. */
  private static final String[] COUNTRIES = {
    "DZ", "AR", "BR", "CA", "EG", "ET", "FR", "DE", "IN", "ID", "IR", "IQ", "JP", "JO", "KE", "MA",
    "MZ", "PE", "CN", "RO", "SA", "VN", "RU", "GB", "US"
  };

  private static final String[] FIRST_NAMES = {
    "Zoë", "Łukasz", "美咲", "Иван", "José", "Aïcha", "Nguyễn", "Ömer", "Søren", "محمد", "Ada",
    "Grace", "Björn", "Ştefan", "प्रिया", "O'Neil"
  };

  private static final String[] LAST_NAMES = {
    "Müller",
    "García",
    "佐藤",
    "Петрова",
    "Nuñez",
    "Øster",
    "Nagy",
    "Smith",
    "Đặng",
    "الفاسي",
    "Ionescu",
    "de la Cruz",
    "Sharma",
    "Kowalczyk"
  };

  private static final String[] NOTES = {
    "leave at the door",
    "ring twice 🔔",
    "Grüße an alle",
    "поздравляю",
    "two lines:\nsecond one",
    "tab\there",
    "back\\slash",
    "\"quoted\", with comma"
  };

  /** TPC-H's orders end in 1998; a shop's should look recent. */
  private static final int YEARS_LATER = 26;

  private ShopRows() {}

  static Iterator<@Nullable Object[]> customers(double scale) {
    return rows(TpchTable.CUSTOMER, scale, ShopRows::customer);
  }

  static Iterator<@Nullable Object[]> orders(double scale) {
    return rows(TpchTable.ORDERS, scale, ShopRows::order);
  }

  static Iterator<@Nullable Object[]> orderItems(double scale) {
    return rows(TpchTable.LINE_ITEM, scale, ShopRows::orderItem);
  }

  static Iterator<@Nullable Object[]> products(double scale) {
    return rows(TpchTable.PART, scale, ShopRows::product);
  }

  static Iterator<@Nullable Object[]> suppliers(double scale) {
    return rows(TpchTable.SUPPLIER, scale, ShopRows::supplier);
  }

  private static @Nullable Object[] customer(Customer customer) {
    long key = customer.customerKey();
    Chance chance = new Chance(1, key);
    String name = chance.one(FIRST_NAMES) + " " + chance.one(LAST_NAMES);
    Instant created = date(8035).plusSeconds(chance.below(2_000 * 86_400));
    return new @Nullable Object[] {
      key,
      name,
      chance.oneIn(12) ? null : "customer%d@example.org".formatted(key),
      chance.oneIn(25) ? null : customer.marketSegment().toLowerCase(Locale.ROOT),
      COUNTRIES[(int) customer.nationKey()],
      customer.address(),
      chance.oneIn(9) ? null : customer.phone(),
      cents(customer.accountBalanceInCents()),
      chance.oneIn(4) ? null : LocalDate.ofEpochDay(-7_000 + chance.below(18_000)),
      created,
      created.plusMillis(chance.below(900) * 86_400_000L + chance.below(86_400_000))
    };
  }

  private static @Nullable Object[] order(Order order) {
    long key = order.orderKey();
    Chance chance = new Chance(2, key);
    Instant ordered = date(order.orderDate()).plusSeconds(chance.below(86_400));
    boolean delivered = order.orderStatus() == 'F';
    Instant updated = ordered.plusMillis(chance.below(20 * 86_400_000));
    return new @Nullable Object[] {
      key,
      order.customerKey(),
      delivered ? "delivered" : order.orderStatus() == 'O' ? "open" : "partial",
      cents(order.totalPriceInCents()),
      order.orderPriority(),
      order.clerk(),
      chance.oneIn(10),
      chance.oneIn(3) ? chance.one(NOTES) : null,
      delivered ? updated.atZone(ZoneOffset.UTC).toLocalDate() : null,
      ordered,
      updated
    };
  }

  private static @Nullable Object[] orderItem(LineItem item) {
    Chance chance = new Chance(3, item.orderKey() * 8 + item.lineNumber());
    boolean shipped = item.status().equals("F");
    return new @Nullable Object[] {
      item.orderKey(),
      item.lineNumber(),
      item.partKey(),
      item.supplierKey(),
      item.quantity(),
      cents(item.extendedPriceInCents()),
      cents(item.discountPercent()),
      cents(item.taxPercent()),
      shipped ? (Boolean) item.returnFlag().equals("R") : null,
      item.shipMode().toLowerCase(Locale.ROOT),
      day(item.commitDate()),
      shipped ? day(item.shipDate()) : null,
      shipped ? day(item.receiptDate()) : null,
      date(item.receiptDate()).plusMillis(chance.below(86_400_000))
    };
  }

  private static @Nullable Object[] product(Part part) {
    Chance chance = new Chance(4, part.partKey());
    return new @Nullable Object[] {
      part.partKey(),
      part.name(),
      part.brand(),
      part.type().toLowerCase(Locale.ROOT),
      part.size(),
      chance.oneIn(6) ? null : part.container().toLowerCase(Locale.ROOT),
      cents(part.retailPriceInCents()),
      !chance.oneIn(15),
      date(8035).plusMillis(chance.below(2_000) * 86_400_000L + chance.below(86_400_000))
    };
  }

  private static @Nullable Object[] supplier(Supplier supplier) {
    Chance chance = new Chance(5, supplier.supplierKey());
    return new @Nullable Object[] {
      supplier.supplierKey(),
      chance.one(LAST_NAMES) + " & " + chance.one(LAST_NAMES) + " " + supplier.supplierKey(),
      COUNTRIES[(int) supplier.nationKey()],
      chance.oneIn(7) ? null : supplier.phone(),
      cents(supplier.accountBalanceInCents()),
      chance.oneIn(5) ? null : supplier.comment(),
      date(8035).plusMillis(chance.below(2_000) * 86_400_000L + chance.below(86_400_000))
    };
  }

  private static <E extends TpchEntity> Iterator<@Nullable Object[]> rows(
      TpchTable<E> table, double scale, Function<E, @Nullable Object[]> row) {
    Iterator<E> entities = table.createGenerator(scale, 1, 1).iterator();
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return entities.hasNext();
      }

      @Override
      public @Nullable Object[] next() {
        return row.apply(entities.next());
      }
    };
  }

  private static BigDecimal cents(long cents) {
    return BigDecimal.valueOf(cents, 2);
  }

  /** TPC-H's dates are days since 1970 here. */
  private static LocalDate day(int epochDay) {
    return LocalDate.ofEpochDay(epochDay).plusYears(YEARS_LATER);
  }

  private static Instant date(int epochDay) {
    return day(epochDay).atStartOfDay().toInstant(ZoneOffset.UTC);
  }
}
