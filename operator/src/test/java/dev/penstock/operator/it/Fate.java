package dev.penstock.operator.it;

import java.util.Map;

/** What becomes of a request. */
sealed interface Fate {
  /** It reaches the API server and is answered. */
  record Pass() implements Fate {}

  /** It is answered on the way. */
  record Answer(int code, Map<String, String> headers, String body) implements Fate {
    /** As the API server words an error. */
    static Answer error(int code, String reason, Map<String, String> headers) {
      return new Answer(
          code,
          headers,
          """
          {"kind":"Status","apiVersion":"v1","status":"Failure","code":%d,"reason":"%s",\
          "message":"%s, says the test"}\
          """
              .formatted(code, reason, reason));
    }
  }

  /** The connection breaks before it arrives. */
  record Reset() implements Fate {}

  /** It is carried out, and the connection breaks before the answer arrives. */
  record LoseReply(Runnable then) implements Fate {}
}
