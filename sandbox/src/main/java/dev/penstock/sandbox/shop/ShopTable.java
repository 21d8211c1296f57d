package dev.penstock.sandbox.shop;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.DoubleFunction;
import org.jspecify.annotations.Nullable;

/** A table of the shop: its columns, its key, and its rows at a scale factor. */
record ShopTable(
    String name,
    String columns,
    String key,
    List<String> indexed,
    DoubleFunction<Iterator<@Nullable Object[]>> generator) {
  static List<ShopTable> all() {
    return List.of(
        new ShopTable(
            "order_items",
            """
            order_id bigint NOT NULL,
            line_number integer NOT NULL,
            product_id bigint NOT NULL,
            supplier_id bigint NOT NULL,
            quantity integer NOT NULL,
            price numeric(12,2) NOT NULL,
            discount numeric(4,2) NOT NULL,
            tax numeric(4,2) NOT NULL,
            returned boolean,
            ship_mode text NOT NULL,
            promised_on date NOT NULL,
            shipped_on date,
            received_on date,
            updated_at timestamptz NOT NULL
            """,
            "order_id, line_number",
            List.of("updated_at"),
            ShopRows::orderItems),
        new ShopTable(
            "orders",
            """
            order_id bigint NOT NULL,
            customer_id bigint NOT NULL,
            status text NOT NULL,
            total numeric(12,2) NOT NULL,
            priority text NOT NULL,
            clerk text NOT NULL,
            gift boolean NOT NULL,
            note text,
            delivered_on date,
            ordered_at timestamptz NOT NULL,
            updated_at timestamptz NOT NULL
            """,
            "order_id",
            List.of("updated_at", "customer_id"),
            ShopRows::orders),
        new ShopTable(
            "customers",
            """
            customer_id bigint NOT NULL,
            name text NOT NULL,
            email text,
            segment text,
            country varchar(2) NOT NULL,
            address text NOT NULL,
            phone text,
            balance numeric(12,2) NOT NULL,
            born_on date,
            created_at timestamptz NOT NULL,
            updated_at timestamptz NOT NULL
            """,
            "customer_id",
            List.of("updated_at"),
            ShopRows::customers),
        new ShopTable(
            "products",
            """
            product_id bigint NOT NULL,
            name text NOT NULL,
            brand text NOT NULL,
            category text NOT NULL,
            size integer NOT NULL,
            container text,
            price numeric(12,2) NOT NULL,
            active boolean NOT NULL,
            updated_at timestamptz NOT NULL
            """,
            "product_id",
            List.of("updated_at"),
            ShopRows::products),
        new ShopTable(
            "suppliers",
            """
            supplier_id bigint NOT NULL,
            name text NOT NULL,
            country varchar(2) NOT NULL,
            phone text,
            balance numeric(12,2) NOT NULL,
            note text,
            updated_at timestamptz NOT NULL
            """,
            "supplier_id",
            List.of("updated_at"),
            ShopRows::suppliers));
  }

  Iterator<@Nullable Object[]> rows(double scaleFactor) {
    return generator.apply(scaleFactor);
  }

  String createTable() {
    return "CREATE TABLE public.%s (%s)".formatted(name, columns);
  }

  List<String> afterLoad() {
    List<String> sql = new ArrayList<>();
    sql.add("ALTER TABLE public.%s ADD PRIMARY KEY (%s)".formatted(name, key));
    for (String column : indexed) {
      sql.add("CREATE INDEX ON public.%s (%s)".formatted(name, column));
    }
    sql.add("ANALYZE public." + name);
    return sql;
  }
}
