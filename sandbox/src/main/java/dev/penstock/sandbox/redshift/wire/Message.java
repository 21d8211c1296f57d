package dev.penstock.sandbox.redshift.wire;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One message of protocol 3.0.
 *
 * @param type the letter before the length
 * @param body what follows the length
 */
@SuppressWarnings("ArrayRecordComponent") // A message is handed on, never compared.
public record Message(char type, byte[] body) {
  /** Bytes of a message that the front takes from anybody. */
  static final int LONGEST = 64 * 1024 * 1024;

  static final Message SYNC = new Message('S', new byte[0]);
  static final Message FLUSH = new Message('H', new byte[0]);
  static final Message COPY_DONE = new Message('c', new byte[0]);
  static final Message TERMINATE = new Message('X', new byte[0]);

  /** The next message; empty where the peer has closed between two of them. */
  static Optional<Message> read(DataInputStream in) throws IOException {
    return read(in, LONGEST);
  }

  static Optional<Message> read(DataInputStream in, int longest) throws IOException {
    int type = in.read();
    if (type < 0) {
      return Optional.empty();
    }
    int length = in.readInt();
    if (length < 4 || length > longest) {
      throw new Malformed("invalid message length");
    }
    byte[] body = in.readNBytes(length - 4);
    if (body.length < length - 4) {
      throw new EOFException("The peer closed within message %c".formatted((char) type));
    }
    return Optional.of(new Message((char) type, body));
  }

  /** The peer doesn't keep to the protocol; the session can't go on. */
  static final class Malformed extends RuntimeException {
    Malformed(String message) {
      super(message);
    }
  }

  void write(DataOutputStream out) throws IOException {
    out.writeByte(type);
    out.writeInt(body.length + 4);
    out.write(body);
  }

  Reader reader() {
    return new Reader(ByteBuffer.wrap(body));
  }

  static Builder of(char type) {
    return new Builder(type);
  }

  static Message parse(String statement, String sql, byte[] parameterTypes) {
    return of('P').text(statement).text(sql).bytes(parameterTypes).build();
  }

  /** A statement without parameters, from Parse to Execute. */
  static Message bind(String portal, String statement) {
    return of('B').text(portal).text(statement).int16(0).int16(0).int16(0).build();
  }

  static Message describe(char kind, String name) {
    return of('D').int8(kind).text(name).build();
  }

  static Message execute(String portal) {
    return of('E').text(portal).int32(0).build();
  }

  static Message close(char kind, String name) {
    return of('C').int8(kind).text(name).build();
  }

  static Message commandComplete(String tag) {
    return of('C').text(tag).build();
  }

  /** Reads a body from front to back. */
  static final class Reader {
    private final ByteBuffer bytes;

    private Reader(ByteBuffer bytes) {
      this.bytes = bytes;
    }

    boolean hasMore() {
      return bytes.hasRemaining();
    }

    char int8() {
      return (char) (left(1).get() & 0xff);
    }

    int int16() {
      return left(2).getShort();
    }

    int int32() {
      return left(4).getInt();
    }

    String text() {
      int start = bytes.position();
      while (left(1).get() != 0) {}
      return new String(bytes.array(), start, bytes.position() - 1 - start, StandardCharsets.UTF_8);
    }

    String text(int length) {
      return new String(bytes(length), StandardCharsets.UTF_8);
    }

    byte[] bytes(int length) {
      ByteBuffer in = left(length);
      byte[] some = new byte[length];
      in.get(some);
      return some;
    }

    /** Checks that this many bytes are left. */
    private ByteBuffer left(int count) {
      if (count < 0 || bytes.remaining() < count) {
        throw new Malformed("insufficient data left in message");
      }
      return bytes;
    }

    /** The columns of a DataRow as texts; none is NULL. */
    List<String> columns() {
      List<String> columns = new ArrayList<>();
      for (int left = int16(); left > 0; left--) {
        columns.add(text(int32()));
      }
      return columns;
    }

    byte[] rest() {
      byte[] rest = new byte[bytes.remaining()];
      bytes.get(rest);
      return rest;
    }
  }

  /** Writes a body from front to back. */
  static final class Builder {
    private final char type;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    private Builder(char type) {
      this.type = type;
    }

    Builder int8(int value) {
      bytes.write(value);
      return this;
    }

    Builder int16(int value) {
      return int8(value >> 8).int8(value);
    }

    Builder int32(int value) {
      return int16(value >> 16).int16(value);
    }

    Builder text(String value) {
      bytes.writeBytes(value.getBytes(StandardCharsets.UTF_8));
      return int8(0);
    }

    Builder bytes(byte[] value) {
      bytes.writeBytes(value);
      return this;
    }

    Message build() {
      return new Message(type, bytes.toByteArray());
    }
  }
}
