package dev.penstock.runner.source.postgres;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.Field;
import org.postgresql.core.Query;
import org.postgresql.core.QueryExecutor;
import org.postgresql.core.ResultCursor;
import org.postgresql.core.ResultHandlerBase;
import org.postgresql.core.Tuple;
import org.postgresql.jdbc.PgConnection;

/**
 * Asks the server which columns a statement yields. It checks names and rights and reads no row.
 */
final class Described {
  // Only built-in types are named: a type of that name in another schema may be anything. What an
  // extension sends by the function of text is text, citext for one.
  /** Of pg_type {@code t}, pg_namespace {@code space} and pg_proc {@code sends}: a row's name. */
  static final String KIND =
      """
      CASE WHEN t.typtype = 'e' THEN 'enum'
           WHEN t.typtype = 'c' THEN 'composite'
           WHEN t.typtype = 'r' THEN 'range'
           WHEN t.typtype = 'm' THEN 'multirange'
           WHEN t.typtype = 'b' AND t.typcategory = 'A' THEN 'array'
           WHEN space.nspname = 'pg_catalog' AND t.typtype = 'b' THEN t.typname
           WHEN t.typtype = 'b' AND sends.prosrc = 'textsend' THEN 'textlike'
           WHEN t.typtype = 'b' AND sends.prosrc = 'hstore_send' THEN 'hstore'
           ELSE '' END\
      """;

  private static final String TYPES =
      "SELECT "
          + KIND
          + """
          , pg_catalog.format_type(t.oid, field.modifier)
          FROM unnest(?::bigint[], ?::int[]) WITH ORDINALITY AS field(type, modifier, place)
          JOIN pg_catalog.pg_type t ON t.oid = field.type::oid
          JOIN pg_catalog.pg_namespace space ON space.oid = t.typnamespace
          LEFT JOIN pg_catalog.pg_proc sends ON sends.oid = t.typsend
          ORDER BY field.place
          """;

  private Described() {}

  /**
   * {@return the columns of a statement, domains replaced by what they are made of}
   *
   * @param select one SELECT
   */
  static List<PostgresColumn> columns(PgConnection session, String select) throws SQLException {
    Field[] fields = fields(session, select + " LIMIT 0");
    Long[] types = new Long[fields.length];
    Integer[] modifiers = new Integer[fields.length];
    for (int i = 0; i < fields.length; i++) {
      types[i] = Integer.toUnsignedLong(fields[i].getOID());
      modifiers[i] = fields[i].getMod();
    }
    List<PostgresColumn> columns = new ArrayList<>();
    try (PreparedStatement statement = session.prepareStatement(TYPES)) {
      statement.setArray(1, session.createArrayOf("bigint", types));
      statement.setArray(2, session.createArrayOf("int", modifiers));
      try (ResultSet rows = statement.executeQuery()) {
        for (int i = 0; rows.next(); i++) {
          columns.add(
              new PostgresColumn(
                  fields[i].getColumnLabel(),
                  rows.getString(1),
                  fields[i].getMod(),
                  rows.getString(2)));
        }
      }
    }
    return columns;
  }

  /** The driver's metadata tells names of types, which are ambiguous, and no modifiers. */
  private static Field[] fields(PgConnection session, String select) throws SQLException {
    QueryExecutor executor = session.getQueryExecutor();
    FieldsOnly result = new FieldsOnly();
    Query query = executor.createSimpleQuery(select);
    try {
      executor.execute(query, null, result, 0, 0, QueryExecutor.QUERY_ONESHOT);
    } finally {
      query.close();
    }
    return result.fields;
  }

  private static final class FieldsOnly extends ResultHandlerBase {
    private Field[] fields = {};

    @Override
    public void handleResultRows(
        Query query, Field[] fields, List<Tuple> rows, @Nullable ResultCursor cursor) {
      this.fields = fields;
    }

    @Override
    public void handleWarning(SQLWarning warning) {
      // It is about the statement, which runs again, and then nobody is told either.
    }
  }
}
