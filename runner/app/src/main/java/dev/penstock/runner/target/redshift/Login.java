package dev.penstock.runner.target.redshift;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Who connects. Its text never shows the password.
 *
 * @param authority certificate of the server's authority; empty: those that the JVM trusts
 * @param application what the warehouse shows as the session's application
 */
public record Login(
    String username, String password, Optional<Path> authority, String application) {
  @Override
  public String toString() {
    return "Login[" + username + ", " + application + "]";
  }
}
