package dev.penstock.operator.slot;

/**
 * Something to tell of slots that did not run in time.
 *
 * @param slot of several, all those of this look
 */
public record SlotNews(Kind kind, Slot slot) {
  /** What is told. */
  public enum Kind {
    LATE("Late"),
    SKIPPED("Skipped"),
    UNKNOWN("Unknown");

    private final String shown;

    Kind(String shown) {
      this.shown = shown;
    }

    @Override
    public String toString() {
      return shown;
    }
  }

  /** {@return in CamelCase} */
  public String reason() {
    var why = slot.outcome() instanceof SlotOutcome.Ran ran ? ran.late() : slot.outcome().reason();
    return why.orElse("");
  }
}
