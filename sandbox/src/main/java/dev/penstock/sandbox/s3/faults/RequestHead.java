package dev.penstock.sandbox.s3.faults;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;

/** The head of a request. */
record RequestHead(Head head) {
  String method() {
    return head.firstLine().split(" ")[0];
  }

  /** As {@code bucket/key}. */
  String key() {
    String[] words = head.firstLine().split(" ");
    String path = words.length < 2 ? "" : words[1].replaceFirst("\\?.*", "");
    // A plus sign in a path is itself.
    return URLDecoder.decode(path.replace("+", "%2B"), StandardCharsets.UTF_8)
        .replaceFirst("^/", "");
  }

  /** As it was sent, without its question mark. */
  String query() {
    String[] words = head.firstLine().split(" ");
    int mark = words.length < 2 ? -1 : words[1].indexOf('?');
    return mark < 0 ? "" : words[1].substring(mark + 1);
  }

  boolean awaitsContinue() {
    return head.says("Expect", "100-continue");
  }

  /** A request without a length has no body. */
  Body body() {
    return head.body() instanceof Body.Untold ? new Body.OfLength(0) : head.body();
  }
}
