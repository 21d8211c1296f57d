package dev.penstock.runner.commit;

/** Buckets by the connection that reaches them. */
@FunctionalInterface
public interface Buckets {
  /** {@return the bucket behind a connection, which must be one of the run's} */
  Bucket of(String connection);

  /** {@return whether the run has that bucket} An entry may name one that its spec dropped. */
  default boolean has(String connection) {
    return true;
  }
}
