package dev.penstock.operator.event;

/**
 * Something that happened.
 *
 * @param reason in CamelCase
 * @param note one or two sentences
 * @param once what makes it one of its kind: two announcements of a reason with the same text here
 *     are one
 */
public record Announcement(Kind kind, String reason, String note, String once) {
  /** How events are classed. */
  public enum Kind {
    NORMAL("Normal"),
    WARNING("Warning");

    private final String shown;

    Kind(String shown) {
      this.shown = shown;
    }

    String shown() {
      return shown;
    }
  }
}
