package dev.penstock.operator.slot;

import dev.penstock.api.SlotState;
import java.util.Optional;

/** What became of a slot. */
public sealed interface SlotOutcome {
  /** {@return as the status says it} */
  SlotState state();

  /** {@return in CamelCase; empty: nothing to say} */
  Optional<String> reason();

  /** {@return its run, or the one that was in the way} */
  Optional<String> run();

  /**
   * A run was made for it.
   *
   * @param late why it had not started a minute after its time; empty: it had, or may still
   */
  record Ran(SlotState state, Optional<String> reason, Optional<String> run, Optional<String> late)
      implements SlotOutcome {
    public Ran {
      if (state == SlotState.SKIPPED || run.isEmpty()) {
        throw new IllegalArgumentException("A slot that ran has a run, and is not " + state);
      }
    }
  }

  /** No run was made for it. */
  record Skipped(Optional<String> reason, Optional<String> run) implements SlotOutcome {
    Skipped(SlotReason reason) {
      this(Optional.of(reason.toString()), Optional.empty());
    }

    @Override
    public SlotState state() {
      return SlotState.SKIPPED;
    }
  }

  /** No fact tells. */
  record Unknown(Optional<String> reason) implements SlotOutcome {
    Unknown(SlotReason reason) {
      this(Optional.of(reason.toString()));
    }

    @Override
    public SlotState state() {
      return SlotState.UNKNOWN;
    }

    @Override
    public Optional<String> run() {
      return Optional.empty();
    }
  }
}
