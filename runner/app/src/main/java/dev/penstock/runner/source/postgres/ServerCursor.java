package dev.penstock.runner.source.postgres;

import dev.penstock.runner.source.jdbc.JdbcColumn;
import dev.penstock.runner.source.jdbc.JdbcQuery;
import dev.penstock.runner.source.jdbc.StandardColumns;
import dev.penstock.runner.spi.ColumnType;
import dev.penstock.runner.spi.Schema;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.postgresql.PGStatement;
import org.postgresql.core.Oid;
import org.postgresql.jdbc.PgConnection;

/**
 * How a statement is read without COPY: the driver's cursor, a portal of the server, yields the
 * same rows in the same order. Numbers, times and identifiers come in binary.
 *
 * @param object that is read, for messages: {@code table public.orders}
 */
record ServerCursor(Schema schema, List<PostgresColumn> columns, Estimate estimate, String object) {
  /** Binary from the first execution on, which is the only one. */
  private static final int AT_ONCE = -1;

  /** {@return the statement, not yet run} Whoever reads it closes the session. */
  JdbcQuery of(PgConnection session, String sql) throws SQLException {
    // Two that the server writes as text in another way than COPY sends them.
    session.getQueryExecutor().addBinaryReceiveOid(Oid.CHAR);
    session.getQueryExecutor().addBinaryReceiveOid(Oid.XML);
    // No prepared statement: there a question mark, which is an operator, would be a parameter.
    Statement statement = session.createStatement();
    statement.setEscapeProcessing(false);
    statement.unwrap(PGStatement.class).setPrepareThreshold(AT_ONCE);
    long rowBytes = estimate.rows() > 0 ? estimate.bytes() / estimate.rows() : 1;
    return new JdbcQuery(statement, sql, readers(), rowBytes);
  }

  private List<JdbcColumn> readers() {
    List<JdbcColumn> readers = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      readers.add(reader(schema.columns().get(i).type(), columns.get(i), i + 1));
    }
    return readers;
  }

  private JdbcColumn reader(ColumnType type, PostgresColumn column, int index) {
    return switch (type) {
      case ColumnType.Bool t -> StandardColumns.of(t, index);
      case ColumnType.Int16 t -> StandardColumns.of(t, index);
      case ColumnType.Int32 t -> StandardColumns.of(t, index);
      case ColumnType.Int64 t -> StandardColumns.of(t, index);
      case ColumnType.Float32 t -> StandardColumns.of(t, index);
      case ColumnType.Float64 t -> StandardColumns.of(t, index);
      case ColumnType.Bytes t -> StandardColumns.of(t, index);
      case ColumnType.Json t -> StandardColumns.of(t, index);
      case ColumnType.Text t ->
          switch (column.type()) {
            case "char", "xml" -> wire(t, column, index);
            default -> StandardColumns.of(t, index);
          };
      case ColumnType.Decimal t -> wire(t, column, index);
      case ColumnType.Uuid t -> wire(t, column, index);
      case ColumnType.Date t -> wire(t, column, index);
      case ColumnType.Time t -> wire(t, column, index);
      case ColumnType.Timestamp t -> wire(t, column, index);
      case ColumnType.TimestampTz t -> wire(t, column, index);
    };
  }

  private JdbcColumn wire(ColumnType type, PostgresColumn column, int index) {
    String place = "Column %s of %s".formatted(column.name(), object);
    return new WireColumn(index, Fields.of(type, column.type(), place), place);
  }
}
