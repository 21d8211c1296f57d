package dev.penstock.sandbox.redshift.wire;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** What a client sends before anything has a type: it asks for TLS, cancels, or begins. */
sealed interface Startup {
  record TlsRequest() implements Startup {}

  record GssRequest() implements Startup {}

  record Cancel(int process, int secret) implements Startup {}

  record Begin(Map<String, String> parameters) implements Startup {
    /**
     * What PostgreSQL also knows. An allow-list: each version of the driver adds parameters of its
     * own, and PostgreSQL refuses what it doesn't know.
     */
    private static final Set<String> KNOWN =
        Set.of(
            "user",
            "database",
            "client_encoding",
            "DateStyle",
            "TimeZone",
            "extra_float_digits",
            "application_name",
            "search_path");

    public Begin {
      parameters = new LinkedHashMap<>(parameters);
    }

    String user() {
      return parameters.getOrDefault("user", "");
    }

    Map<String, String> forPostgres() {
      Map<String, String> known = new LinkedHashMap<>(parameters);
      known.keySet().retainAll(KNOWN);
      return known;
    }
  }

  private static int code(int high, int low) {
    return high << 16 | low;
  }

  static Startup read(DataInputStream in) throws IOException {
    int length = in.readInt();
    if (length < 8 || length > 65536) {
      throw new IOException("A startup packet of %d bytes".formatted(length));
    }
    byte[] packet = in.readNBytes(length - 4);
    if (packet.length < length - 4) {
      throw new EOFException("The client closed within its startup packet");
    }
    int code = ByteBuffer.wrap(packet).getInt();
    Message.Reader body = new Message('?', packet).reader();
    body.int32();
    if (code == code(1234, 5679)) {
      return new TlsRequest();
    }
    if (code == code(1234, 5680)) {
      return new GssRequest();
    }
    if (code == code(1234, 5678)) {
      return new Cancel(body.int32(), body.int32());
    }
    if (code >> 16 != 3) {
      throw new IOException("Protocol version %d isn't spoken here".formatted(code >> 16));
    }
    Map<String, String> parameters = new LinkedHashMap<>();
    while (body.hasMore()) {
      String name = body.text();
      if (name.isEmpty()) {
        break;
      }
      parameters.put(name, body.text());
    }
    return new Begin(parameters);
  }
}
