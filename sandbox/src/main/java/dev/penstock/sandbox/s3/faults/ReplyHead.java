package dev.penstock.sandbox.s3.faults;

/** The head of a reply. */
record ReplyHead(Head head) {
  int status() {
    String[] words = head.firstLine().split(" ");
    return words.length < 2 ? 0 : Integer.parseInt(words[1]);
  }

  /** Whether another one follows. */
  boolean interim() {
    return status() >= 100 && status() < 200;
  }

  Body body(RequestHead request) {
    return request.method().equals("HEAD") || status() == 204 || status() == 304
        ? new Body.OfLength(0)
        : head.body();
  }

  boolean closes() {
    return head.says("Connection", "close") || head.firstLine().startsWith("HTTP/1.0");
  }
}
