package dev.penstock.sandbox.redshift.sql;

import java.nio.charset.StandardCharsets;

/** How long a name may be: 127 bytes in Redshift, which cuts the rest off, and 63 in PostgreSQL. */
final class Names {
  private static final int POSTGRES = 63;

  private Names() {}

  /** The same name, if PostgreSQL keeps all of it. */
  static String fitting(String name) throws Refusal {
    int quotes = name.startsWith("\"") ? 2 : 0;
    if (name.getBytes(StandardCharsets.UTF_8).length - quotes > POSTGRES) {
      throw Refusal.unknown("A name of more than 63 bytes, %s,".formatted(name));
    }
    return name;
  }
}
