package dev.penstock.api.model;

import java.util.List;

/**
 * Rights on a table that is made.
 *
 * @param name of who gets them, without quotes; empty for {@link Kind#PUBLIC} only
 * @param privileges in SQL, as {@code SELECT}
 */
public record Grant(Kind kind, String name, List<String> privileges) {
  /** Who gets rights. */
  public enum Kind {
    USER,
    GROUP,
    ROLE,
    PUBLIC
  }

  public Grant {
    privileges = List.copyOf(privileges);
    if (name.isEmpty() != (kind == Kind.PUBLIC) || name.indexOf('"') >= 0) {
      throw new IllegalArgumentException("No %s has the name %s".formatted(kind, name));
    }
    if (privileges.isEmpty()) {
      throw new IllegalArgumentException("A grant of nothing to " + name);
    }
  }
}
