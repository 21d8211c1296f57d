package dev.penstock.runner.source.postgres;

import static dev.penstock.runner.source.postgres.NetworkOrder.intAt;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.zip.CRC32C;
import org.postgresql.jdbc.PgConnection;
import org.postgresql.util.PSQLException;
import org.postgresql.util.PSQLState;
import org.postgresql.util.ServerErrorMessage;

/**
 * One COPY TO STDOUT, read from the socket of an idle session in large blocks and handed on in
 * place, message by message. The driver makes an array of each row, which costs more than reading
 * it. Messages are those of PostgreSQL's documentation, chapter "Message Formats". The session is
 * of no use to the driver before {@link #next} has returned false.
 */
final class CopyStream {
  /** As much as one read of a socket brings at best. */
  private static final int BLOCK = 128 * 1024;

  /** Type and length. */
  private static final int HEADER = 5;

  private final InputStream in;
  private final CRC32C sum = new CRC32C();
  private byte[] buffer = new byte[BLOCK];
  private int limit;
  private int summed;

  /** Where the message at hand ends, which is where the next one begins. */
  private int end;

  private int body;
  private long rows = -1;

  private CopyStream(InputStream in) {
    this.in = in;
  }

  /**
   * Sends the statement and waits for the server's consent.
   *
   * @throws SQLException what the server says against it, or a broken connection
   */
  static CopyStream of(PgConnection session, String copy) throws SQLException {
    try {
      Socket socket = SessionSocket.of(session);
      socket.getOutputStream().write(query(copy));
      socket.getOutputStream().flush();
      var stream = new CopyStream(socket.getInputStream());
      stream.begin();
      return stream;
    } catch (IOException e) {
      throw broken(e);
    }
  }

  private static byte[] query(String sql) {
    byte[] text = sql.getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(HEADER + text.length + 1)
        .put((byte) 'Q')
        .putInt(4 + text.length + 1)
        .put(text)
        .array();
  }

  private void begin() throws IOException, SQLException {
    for (int type = message(); type != 'H'; type = message()) {
      if (type == 'Z') {
        throw new IOException("The server answers no COPY");
      }
      skip();
    }
    summed = end;
  }

  /**
   * Goes to the next message with rows.
   *
   * @return false at the end
   */
  boolean next() throws SQLException {
    try {
      while (true) {
        switch (message()) {
          case 'd' -> {
            return true;
          }
          case 'C' -> rows = counted();
          case 'Z' -> {
            return false;
          }
          default -> {
            // CopyDone, or a notice.
          }
        }
        skip();
      }
    } catch (IOException e) {
      throw broken(e);
    }
  }

  /** {@return whether {@link #next} finds a message without reading, and moves nothing} */
  boolean holdsNext() {
    int held = limit - end;
    return held >= HEADER && held > intAt(buffer, end + 1);
  }

  /**
   * {@return the array that holds the message} It is overwritten by {@link #next}, unless that
   * holds the next message, too.
   */
  byte[] bytes() {
    return buffer;
  }

  /** {@return where in the array the message begins} */
  int from() {
    return body;
  }

  /** {@return the first place in the array that isn't part of the message} */
  int to() {
    return end;
  }

  /** {@return how many rows the server says it has sent; -1: it has not said} */
  long rows() {
    return rows;
  }

  /** {@return a checksum of all messages with rows so far, the one at hand included} */
  long checksum() {
    sum.update(buffer, summed, end - summed);
    summed = end;
    return sum.getValue();
  }

  /**
   * Leaves what is no row out of the checksum: a notice may come in one read and not in another.
   */
  private void skip() {
    summed = end;
  }

  /** Reads the next message as a whole and returns its type. */
  private int message() throws IOException, SQLException {
    // What was handed on goes into the sum before its place is used again.
    if (limit - end < HEADER) {
      fill(HEADER);
    }
    int length = intAt(buffer, end + 1);
    if (length < 4 || length > Integer.MAX_VALUE - BLOCK) {
      throw new IOException("A message of " + length + " bytes");
    }
    if (limit - end <= length) {
      fill(length + 1);
    }
    int type = buffer[end];
    body = end + HEADER;
    int before = end;
    end += length + 1;
    if (type == 'E') {
      throw new PSQLException(
          new ServerErrorMessage(new String(buffer, body, end - body, StandardCharsets.UTF_8)));
    }
    if (type != 'd' && before > summed) {
      sum.update(buffer, summed, before - summed);
      summed = before;
    }
    return type;
  }

  /** Makes sure of so many bytes from the next message's beginning on. */
  private void fill(int bytes) throws IOException {
    sum.update(buffer, summed, end - summed);
    int rest = limit - end;
    int size = Math.max(BLOCK, Math.max(bytes, rest));
    byte[] into = size == buffer.length ? buffer : new byte[size];
    System.arraycopy(buffer, end, into, 0, rest);
    buffer = into;
    limit = rest;
    end = 0;
    summed = 0;
    while (limit < bytes) {
      int read = in.read(buffer, limit, buffer.length - limit);
      if (read < 0) {
        throw new EOFException("The server has closed the connection");
      }
      limit += read;
    }
  }

  private long counted() {
    String tag = new String(buffer, body, end - body - 1, StandardCharsets.US_ASCII);
    return tag.startsWith("COPY ") ? Long.parseLong(tag.substring(5)) : -1;
  }

  private static SQLException broken(IOException e) {
    return new PSQLException(
        "The connection broke while rows were read", PSQLState.CONNECTION_FAILURE, e);
  }
}
