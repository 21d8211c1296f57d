package dev.penstock.runner.commit;

/** Ledgers by the connection of their warehouse; opened when first asked for. */
@FunctionalInterface
public interface Ledgers {
  /** {@return the ledger behind a connection, which must be one of the run's} */
  Ledger of(String connection);

  /** {@return whether the run has that warehouse} An entry may name one that its spec dropped. */
  default boolean has(String connection) {
    return true;
  }
}
