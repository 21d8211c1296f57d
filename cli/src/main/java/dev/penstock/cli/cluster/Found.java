package dev.penstock.cli.cluster;

import java.util.function.Function;

/** What was looked for on the cluster, or why it is not known. */
public sealed interface Found<T> {
  /** It is there. */
  record Here<T>(T value) implements Found<T> {}

  /**
   * It is gone, never was, or may not be read.
   *
   * @param why as a clause without a full stop, as "Job orders-1 is gone"
   */
  record Absent<T>(String why) implements Found<T> {}

  /** {@return the same of what is in it} */
  default <R> Found<R> map(Function<T, R> next) {
    return switch (this) {
      case Here<T>(var value) -> new Here<>(next.apply(value));
      case Absent<T>(var why) -> new Absent<>(why);
    };
  }

  /** {@return what follows from it, which may be unknown in its turn} */
  default <R> Found<R> flatMap(Function<T, Found<R>> next) {
    return switch (this) {
      case Here<T>(var value) -> next.apply(value);
      case Absent<T>(var why) -> new Absent<>(why);
    };
  }
}
