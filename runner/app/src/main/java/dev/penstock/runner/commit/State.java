package dev.penstock.runner.commit;

/** Where an attempt stands: a value. {@link Protocol#next} moves it on, recovery enters there. */
public sealed interface State {
  /** {@return the entry that it is about} */
  Entry entry();

  /** All parts are uploaded, loaded and counted; the entry is a proposal. Nothing counts yet. */
  record Staged(Entry entry) implements State {}

  /** The entry stands in the log: the run counts, whatever happens from here on. */
  record Committed(Entry entry) implements State {}

  /** Every dataset shows it, every warehouse holds it. */
  record Published(Entry entry) implements State {}

  /** What was only needed on the way is gone. */
  record Done(Entry entry) implements State {}
}
