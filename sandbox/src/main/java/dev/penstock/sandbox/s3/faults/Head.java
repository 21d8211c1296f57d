package dev.penstock.sandbox.s3.faults;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What stands before a body, kept as the bytes that came.
 *
 * @param text with the empty line at its end
 */
record Head(String text) {
  private static final int LONGEST = 1 << 16;

  /** The next one; empty where the peer closes before it begins. */
  static Optional<Head> read(InputStream in) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    int newlines = 0;
    while (newlines < 2) {
      int next = in.read();
      if (next < 0) {
        if (bytes.size() == 0) {
          return Optional.empty();
        }
        throw new IOException("The peer closed within a head");
      }
      bytes.write(next);
      if (bytes.size() > LONGEST) {
        throw new IOException("A head of more than %d bytes".formatted(LONGEST));
      }
      if (next == '\n') {
        newlines++;
      } else if (next != '\r') {
        newlines = 0;
      }
    }
    return Optional.of(new Head(bytes.toString(StandardCharsets.ISO_8859_1)));
  }

  byte[] bytes() {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  String firstLine() {
    return text.lines().findFirst().orElse("");
  }

  Optional<String> header(String name) {
    return text.lines()
        .skip(1)
        .map(line -> List.of(line.split(":", 2)))
        .filter(pair -> pair.getFirst().strip().equalsIgnoreCase(name) && pair.size() == 2)
        .map(pair -> pair.getLast().strip())
        .findFirst();
  }

  /** {@return all headers; of those that come twice the first} */
  Map<String, String> headers() {
    return text.lines()
        .skip(1)
        .filter(line -> line.contains(":"))
        .map(line -> line.split(":", 2))
        .collect(
            Collectors.toMap(
                pair -> pair[0].strip(), pair -> pair[1].strip(), (first, later) -> first));
  }

  boolean says(String name, String value) {
    return header(name).filter(value::equalsIgnoreCase).isPresent();
  }

  /** Its body if it has one: by its length, in chunks, or none that it tells of. */
  Body body() {
    if (says("Transfer-Encoding", "chunked")) {
      return new Body.Chunked();
    }
    return header("Content-Length")
        .<Body>map(length -> new Body.OfLength(Long.parseLong(length)))
        .orElseGet(Body.Untold::new);
  }
}
