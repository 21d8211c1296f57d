package dev.penstock.api.model;

/**
 * What becomes of a text of a source that is not UTF-8, where the run is not to be refused.
 *
 * @param column in any case
 * @param replace whether U+FFFD stands for what is wrong; else there is NULL in its place
 */
public record InvalidText(String column, boolean replace) {
  /** {@return what it says, in words that follow the column's name} */
  public String words() {
    return "texts that are not UTF-8 are "
        + (replace ? "given U+FFFD for what is wrong" : "set to NULL");
  }
}
