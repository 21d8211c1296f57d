package dev.penstock.runner.identity;

import java.time.Instant;

/**
 * A user of a warehouse whose password holds for a while. Its text never shows the password.
 *
 * @param expires when new sessions are no longer let in; those that are open stay
 */
public record WarehouseLogin(String username, String password, Instant expires) {
  @Override
  public String toString() {
    return "WarehouseLogin[" + username + ", " + expires + "]";
  }
}
