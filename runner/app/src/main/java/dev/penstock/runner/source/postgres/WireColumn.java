package dev.penstock.runner.source.postgres;

import dev.penstock.runner.source.jdbc.JdbcColumn;
import dev.penstock.runner.source.jdbc.VectorWriter;
import dev.penstock.runner.spi.InternalException;
import dev.penstock.runner.spi.Reason;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.postgresql.PGResultSetMetaData;

/**
 * A column whose values are taken as they came and decoded as those of COPY are: the driver would
 * make objects of them that hold neither every date nor what is to be refused.
 */
final class WireColumn implements JdbcColumn {
  private static final int BINARY = 1;

  private final int index;
  private final VectorWriter.Decoder decoder;
  private final String place;
  private boolean checked;

  /**
   * A column of one read.
   *
   * @param index from 1
   * @param place for messages: {@code Column total of table public.orders}
   */
  WireColumn(int index, CopyDecoder.Field field, String place) {
    this.index = index;
    this.decoder = (value, into, row) -> field.decode(value, 0, value.length, into, row);
    this.place = place;
  }

  @Override
  public void read(ResultSet result, VectorWriter to, int row) throws SQLException {
    if (!checked) {
      check(result);
    }
    byte[] value = result.getBytes(index);
    if (value == null) {
      to.putNull(row);
    } else {
      to.put(row, value, decoder);
    }
  }

  /** Digits of a text would be decoded to some number, and nobody would know. */
  private void check(ResultSet result) throws SQLException {
    if (result.getMetaData().unwrap(PGResultSetMetaData.class).getFormat(index) != BINARY) {
      throw new InternalException(
          Reason.INTERNAL_ERROR, place + " came as text", "Report this with its log");
    }
    checked = true;
  }
}
