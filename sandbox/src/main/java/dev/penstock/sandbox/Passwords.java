package dev.penstock.sandbox;

import java.security.SecureRandom;

/** Draws the credentials of one sandbox; none is ever the same twice, none is in the sources. */
public final class Passwords {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final String LETTERS =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

  private Passwords() {}

  /** Letters and digits only, so that it needs no quoting in a URL, a shell or SQL. */
  public static String random() {
    return RANDOM
        .ints(24, 0, LETTERS.length())
        .collect(
            StringBuilder::new, (text, i) -> text.append(LETTERS.charAt(i)), StringBuilder::append)
        .toString();
  }
}
