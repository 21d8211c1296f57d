package dev.penstock.api.wrong;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * A right manifest with one mistake.
 *
 * @param mistake what was done to which example, for people
 * @param field the path of what is wrong, as {@code spec.sources[0].name}
 */
public record WrongManifest(String mistake, Kind kind, String field, ObjectNode document) {

  /** Who can see a mistake. */
  public enum Kind {
    /** Types and unknown fields: the schema, and who reads YAML; wire records can not hold them. */
    SHAPE,
    /** The schema with its rules, and the validator. */
    VALUE,
    /** The validator. */
    SENSE,
    /** The engine's parser. */
    SQL
  }

  /** {@return whether a finding at that path names the field, what it lies in, or a part of it} */
  public boolean isNamedBy(String path) {
    int last = Math.max(field.lastIndexOf('.'), field.lastIndexOf('['));
    return path.equals(field)
        || path.startsWith(field + ".")
        || path.startsWith(field + "[")
        || path.equals(last < 0 ? field : field.substring(0, last));
  }

  @Override
  public String toString() {
    return mistake;
  }
}
