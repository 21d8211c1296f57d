package dev.penstock.operator.it;

import java.util.Map;

/** What can happen at one call. */
enum Fault {
  /** The operator dies when it is about to call. */
  DIES_BEFORE,
  /** The call is carried out, and the operator dies before it learns that. */
  DIES_AFTER,
  /** The connection breaks before the call arrives. */
  RESET,
  /** The call is carried out, and the connection breaks before the answer arrives. */
  LOSES_REPLY,
  /** The server says that someone else was faster; only writes are told so. */
  CONFLICT,
  /** The server says that it is too much. */
  THROTTLED,
  /** The server fails. */
  FAILS,
  /** Every open watch is told that its place in history is gone. */
  FORGETS;

  boolean kills() {
    return this == DIES_BEFORE || this == DIES_AFTER;
  }

  /**
   * @param die cuts the operator off
   * @param forget ends its watches
   */
  Fate fate(ApiRequest request, Runnable die, Runnable forget) {
    return switch (this) {
      case DIES_BEFORE -> {
        die.run();
        yield new Fate.Reset();
      }
      case DIES_AFTER -> new Fate.LoseReply(die);
      case RESET -> new Fate.Reset();
      case LOSES_REPLY -> new Fate.LoseReply(() -> {});
      case CONFLICT ->
          request.writes()
              ? Fate.Answer.error(409, "Conflict", Map.of())
              : Fate.Answer.error(500, "InternalError", Map.of());
      case THROTTLED -> Fate.Answer.error(429, "TooManyRequests", Map.of("Retry-After", "1"));
      case FAILS -> Fate.Answer.error(500, "InternalError", Map.of());
      case FORGETS -> {
        forget.run();
        yield new Fate.Pass();
      }
    };
  }
}
