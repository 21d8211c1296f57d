package dev.penstock.api.model;

import java.util.List;

/**
 * A relation that is read: what, and over which connection.
 *
 * @param invalidTexts columns whose texts may be no UTF-8, each named once; of others none may
 */
public record Source(String name, String connection, Read read, List<InvalidText> invalidTexts) {
  /** All of whose texts have to be UTF-8. */
  public Source(String name, String connection, Read read) {
    this(name, connection, read, List.of());
  }

  public Source {
    invalidTexts = List.copyOf(invalidTexts);
  }
}
