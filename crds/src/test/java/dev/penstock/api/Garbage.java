package dev.penstock.api;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Wire records of any content that Java can hold: nulls everywhere, hostile texts, wild numbers.
 */
public final class Garbage {
  private static final List<String> TEXTS =
      List.of(
          "",
          " ",
          "\0",
          "\n",
          "a",
          "orders",
          "shop-db",
          "lake",
          "warehouse",
          "public.orders",
          "a.b.c",
          ".",
          "..",
          "../..",
          "/",
          "//",
          "sales/orders",
          "_penstock",
          "_penstock/shop",
          "select",
          "Ä",
          "\ud800",
          "%s %n %",
          "'; DROP TABLE x; --",
          "* * * * *",
          "@daily",
          "@every 1h",
          "0 0 31 2 *",
          "60 * * * *",
          "*/0 * * * *",
          "1-",
          "TZ=UTC * * * * *",
          "99999999999999999999 * * * *",
          "5-1 * * * *",
          "* * * * 7",
          "Etc/UTC",
          "+02:00",
          "1Gi",
          "1e99",
          "-1",
          "1e-99",
          "0",
          "9".repeat(40),
          "x".repeat(70_000),
          "http://",
          "https://a",
          "arn:aws:iam::123456789012:role/r",
          "10m",
          "1h30m",
          "999999999h999999999h",
          "-5s",
          "0s",
          "updated_at",
          "order_id",
          "run_id",
          "$x",
          "true",
          "2026-02-30",
          "0000-01-01",
          "2026-03-01T10:15:00+99:00",
          "9".repeat(18),
          "-0.0",
          "1e999999999",
          "SELECT 1",
          "y".repeat(300),
          "cpu",
          "memory");

  private final Random random;

  public Garbage(long seed) {
    this.random = new Random(seed);
  }

  public String text() {
    return TEXTS.get(random.nextInt(TEXTS.size()));
  }

  /** {@return a record of that type; one component in eight is null} */
  public <T extends Record> T record(Class<T> type) {
    try {
      var components = type.getRecordComponents();
      var types = Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
      var values =
          Arrays.stream(components).map(c -> value(c.getGenericType())).toArray(Object[]::new);
      return type.getDeclaredConstructor(types).newInstance(values);
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(type + " can not hold what the wire may hold", e);
    }
  }

  private Object value(Type type) {
    if (random.nextInt(8) == 0) {
      return null;
    }
    if (type instanceof ParameterizedType generic) {
      return generic.getRawType() == Map.class
          ? map(generic.getActualTypeArguments()[1])
          : list(generic.getActualTypeArguments()[0]);
    }
    var simple = (Class<?>) type;
    if (simple == String.class) {
      return text();
    }
    if (simple == Boolean.class) {
      return random.nextBoolean();
    }
    if (simple == Integer.class) {
      return random.nextInt(4) == 0 ? random.nextInt() : (Integer) random.nextInt(100);
    }
    if (simple == Long.class) {
      return random.nextInt(4) == 0 ? random.nextLong() : (Long) (long) random.nextInt(100);
    }
    if (simple.isEnum()) {
      return simple.getEnumConstants()[random.nextInt(simple.getEnumConstants().length)];
    }
    return record(simple.asSubclass(Record.class));
  }

  private List<Object> list(Type item) {
    var list = new ArrayList<>();
    int length = random.nextInt(200) == 0 ? 1_100 : random.nextInt(4);
    for (int i = item == String.class ? length : length % 100; i > 0; i--) {
      list.add(value(item));
    }
    return list;
  }

  private Map<Object, Object> map(Type item) {
    var map = new HashMap<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      map.put(value(String.class), value(item));
    }
    return map;
  }
}
