package dev.penstock.runner.format;

/** YAML that is right and that no formatting is defined for, as an anchor or an explicit key. */
final class Unusual extends Exception {
  private static final long serialVersionUID = 1;

  Unusual(String what) {
    super(what);
  }
}
