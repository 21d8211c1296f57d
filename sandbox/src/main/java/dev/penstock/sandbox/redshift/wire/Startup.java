package dev.penstock.sandbox.redshift.wire;

import dev.penstock.sandbox.redshift.sql.Settings;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a client sends before anything has a type: it asks for TLS, cancels, or begins. */
sealed interface Startup {
  record TlsRequest() implements Startup {}

  record GssRequest() implements Startup {}

  record Cancel(int process, int secret) implements Startup {}

  /** One who speaks another protocol. */
  record Foreign(int major, int minor) implements Startup {}

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
            "search_path",
            "options");

    /** One setting; PostgreSQL has a hundred that Redshift lacks. */
    private static final Pattern OPTION = Pattern.compile("\\s*(?:-c\\s*|--)([^=\\s]+)=\\S*\\s*");

    public Begin {
      parameters = new LinkedHashMap<>(parameters);
    }

    String user() {
      return parameters.getOrDefault("user", "");
    }

    String application() {
      return parameters.getOrDefault("application_name", "");
    }

    Map<String, String> forPostgres() {
      Map<String, String> known = new LinkedHashMap<>(parameters);
      known.keySet().retainAll(KNOWN);
      return known;
    }

    /** Why the session can't begin; empty if it can. */
    Optional<Notice> refusal() {
      String options = parameters.getOrDefault("options", "");
      Matcher option = OPTION.matcher(options);
      int read = 0;
      for (; option.find() && option.start() == read; read = option.end()) {
        if (!Settings.isShared(option.group(1).toLowerCase(Locale.ROOT))) {
          return Optional.of(
              Notice.fatal(
                  "42704",
                  "unrecognized configuration parameter \"%s\"".formatted(option.group(1))));
        }
      }
      return read == options.length()
          ? Optional.empty()
          : Optional.of(
              Notice.fatal(
                  "0A000",
                  "Option \"%s\" is not known to the stand-in".formatted(options.substring(read))));
    }
  }

  private static int code(int high, int low) {
    return high << 16 | low;
  }

  static Startup read(DataInputStream in) throws IOException {
    int length = in.readInt();
    if (length < 8 || length > 10_000) {
      throw new Message.Malformed("invalid length of startup packet");
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
    if (code != code(3, 0)) {
      return new Foreign(code >>> 16, code & 0xffff);
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
