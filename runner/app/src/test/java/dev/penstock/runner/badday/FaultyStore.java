package dev.penstock.runner.badday;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;

/**
 * A door before a store that answers some requests itself. A request has a connection of its own,
 * so it never has to be found in a stream.
 */
final class FaultyStore implements AutoCloseable {
  private static final Pattern LENGTH = Pattern.compile("(?im)^content-length: *([0-9]+) *$");
  private static final Pattern CONTINUE = Pattern.compile("(?im)^expect: *100-continue *\r\n");

  private final URI store;
  private final Fault fault;
  private final ServerSocket door;

  /** How many requests were answered here. */
  final AtomicInteger faults = new AtomicInteger();

  /** What becomes of a request. */
  sealed interface Answer {
    /** The store answers. */
    record Pass() implements Answer {}

    /** An error as S3 sends it. */
    record Refuse(int status, String code) implements Answer {}

    /** The store's answer, but for its last byte. */
    record BreakOff() implements Answer {}
  }

  /** Decides by the first line of a request: {@code PUT /bucket/key?query}. */
  @FunctionalInterface
  interface Fault {
    Answer to(String request);
  }

  private FaultyStore(URI store, Fault fault, ServerSocket door) {
    this.store = store;
    this.fault = fault;
    this.door = door;
  }

  static FaultyStore before(URI store, Fault fault) throws IOException {
    var opened =
        new FaultyStore(store, fault, new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
    Thread.ofVirtual().start(opened::accept);
    return opened;
  }

  URI endpoint() {
    return URI.create("http://127.0.0.1:" + door.getLocalPort());
  }

  private void accept() {
    while (!door.isClosed()) {
      try {
        var client = door.accept();
        Thread.ofVirtual().start(() -> serve(client));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void serve(Socket client) {
    try (client) {
      var in = client.getInputStream();
      var head = head(in);
      if (head.isEmpty()) {
        return;
      }
      if (CONTINUE.matcher(head).find()) {
        client
            .getOutputStream()
            .write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      }
      var length = LENGTH.matcher(head);
      var body = in.readNBytes(length.find() ? Integer.parseInt(length.group(1)) : 0);
      var answer = fault.to(head.lines().findFirst().orElse(""));
      if (!(answer instanceof Answer.Pass)) {
        faults.incrementAndGet();
      }
      client
          .getOutputStream()
          .write(
              switch (answer) {
                case Answer.Pass() -> passed(head, body);
                case Answer.Refuse refuse -> refused(refuse);
                case Answer.BreakOff() -> {
                  var whole = passed(head, body);
                  yield java.util.Arrays.copyOf(whole, whole.length - 1);
                }
              });
    } catch (IOException broken) {
      // The client sees that it broke, which is what a test looks at.
    }
  }

  private static String head(InputStream in) throws IOException {
    var read = new ByteArrayOutputStream();
    for (int b = in.read(); b >= 0; b = in.read()) {
      read.write(b);
      if (b == '\n' && read.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
        return read.toString(StandardCharsets.ISO_8859_1);
      }
    }
    return "";
  }

  private byte[] passed(String head, byte[] body) throws IOException {
    var alone =
        CONTINUE
            .matcher(head)
            .replaceFirst("")
            .replaceFirst("(?im)^connection: .*\r\n", "")
            .replaceFirst("\r\n\r\n$", "\r\nConnection: close\r\n\r\n");
    try (var upstream = new Socket(store.getHost(), store.getPort())) {
      upstream.getOutputStream().write(alone.getBytes(StandardCharsets.ISO_8859_1));
      upstream.getOutputStream().write(body);
      upstream.getOutputStream().flush();
      return upstream.getInputStream().readAllBytes();
    }
  }

  private static byte[] refused(Answer.Refuse refuse) {
    var xml =
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Error><Code>%s</Code><Message>no</Message></Error>"
            .formatted(refuse.code());
    return String.format(
            Locale.ROOT,
            "HTTP/1.1 %d No\r\nContent-Type: application/xml\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s",
            refuse.status(),
            xml.length(),
            xml)
        .getBytes(StandardCharsets.US_ASCII);
  }

  @Override
  public void close() throws IOException {
    door.close();
  }
}
