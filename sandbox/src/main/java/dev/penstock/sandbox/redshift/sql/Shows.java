package dev.penstock.sandbox.redshift.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** SHOW of databases, schemas, tables and columns, as queries over the catalog. */
final class Shows {
  private static final String DATABASE = "current_database()::varchar(128) AS database_name";

  private Shows() {}

  /** Whether such a SHOW comes next, behind the word. */
  static boolean comes(Sql sql) {
    return sql.sees("DATABASES")
        || sql.sees("SCHEMAS")
        || sql.sees("TABLES")
        || sql.sees("COLUMNS");
  }

  static Statement translate(Sql sql) throws Refusal {
    if (sql.takes("DATABASES")) {
      return databases(sql);
    }
    if (sql.takes("SCHEMAS")) {
      return schemas(sql);
    }
    if (sql.takes("TABLES")) {
      return tables(sql);
    }
    sql.expect("COLUMNS");
    return columns(sql);
  }

  private static Statement databases(Sql sql) throws Refusal {
    return query(
        """
        SELECT datname::varchar(128) AS database_name, 100::integer AS database_owner,
          'local'::varchar(128) AS database_type, NULL::varchar(128) AS database_acl,
          NULL::varchar(128) AS parameters
        FROM pg_database WHERE datname = current_database() AND datname LIKE %s
        ORDER BY 1\
        """,
        sql);
  }

  private static Statement schemas(Sql sql) throws Refusal {
    sql.expect("FROM", "DATABASE");
    String database = sql.name();
    return query(
        """
        SELECT %s, nspname::varchar(128) AS schema_name, nspowner::integer AS schema_owner,
          'local'::varchar(128) AS schema_type, NULL::varchar(128) AS schema_acl,
          NULL::varchar(128) AS source_database, NULL::varchar(128) AS schema_option
        FROM pg_namespace WHERE nspname !~ '^pg_' AND current_database() = %s AND nspname LIKE %%s
        ORDER BY 2\
        """
            .formatted(DATABASE, Literals.text(database)),
        sql);
  }

  private static Statement tables(Sql sql) throws Refusal {
    sql.expect("FROM", "SCHEMA");
    List<String> schema = name(sql, 2);
    return query(
        """
        SELECT %s, table_schema AS schema_name, table_name,
          CASE table_type WHEN 'BASE TABLE' THEN 'TABLE' ELSE table_type END::varchar(128) AS table_type,
          NULL::varchar(128) AS table_acl, remarks
        FROM pg_catalog.svv_tables
        WHERE table_schema = %s AND table_name LIKE %%s
        ORDER BY 3\
        """
            .formatted(DATABASE, existing(schema.getLast())),
        sql);
  }

  private static Statement columns(Sql sql) throws Refusal {
    sql.expect("FROM", "TABLE");
    List<String> table = name(sql, 3);
    if (table.size() < 2) {
      throw Refusal.unknown("SHOW COLUMNS of a table without its schema");
    }
    return query(
        """
        SELECT %s, table_schema AS schema_name, table_name, column_name, ordinal_position,
          column_default, is_nullable, data_type, character_maximum_length, numeric_precision,
          numeric_scale, remarks
        FROM pg_catalog.svv_columns
        WHERE table_schema = %s AND table_name = %s AND column_name LIKE %%s
        ORDER BY 5\
        """
            .formatted(
                DATABASE, existing(table.get(table.size() - 2)), Literals.text(table.getLast())),
        sql);
  }

  /** A schema by its name; PostgreSQL says so if there is none. */
  private static String existing(String schema) {
    return "(SELECT nspname FROM pg_namespace WHERE oid = %s::regnamespace)"
        .formatted(Literals.text(Literals.identifier(schema)));
  }

  private static List<String> name(Sql sql, int atMost) throws Refusal {
    List<String> name = new ArrayList<>(List.of(sql.name()));
    while (name.size() < atMost && sql.takes(".")) {
      name.add(sql.name());
    }
    return name;
  }

  private static Statement query(String select, Sql sql) throws Refusal {
    String like = sql.takes("LIKE") ? pattern(sql) : "'%'";
    Optional<String> limit =
        sql.takes("LIMIT") ? Optional.of(" LIMIT " + sql.next().text()) : Optional.empty();
    sql.end();
    return Statement.Forward.plain(select.replace("%s", like) + limit.orElse(""));
  }

  private static String pattern(Sql sql) throws Refusal {
    Token pattern = sql.next();
    if (pattern.kind() != Token.Kind.TEXT && pattern.kind() != Token.Kind.PARAMETER) {
      throw Refusal.syntax(pattern.text());
    }
    return pattern.text();
  }
}
