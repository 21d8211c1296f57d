package dev.penstock.api.validation;

/** Names of relations, for those who make one up. */
public final class RelationName {
  private RelationName() {}

  /**
   * {@return whether a source or a step may have that name: plain, no word of SQL, none of
   * Penstock's own}
   */
  public static boolean allowed(String name) {
    return Names.isRelation(name);
  }
}
