package dev.penstock.chaos;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Consumer;

/**
 * Rounds, one after the other, until enough was killed. The same seed draws the same kills; what
 * happens at once may happen in another order.
 */
final class Campaign {
  /** More are not needed to see what is wrong. */
  private static final int BAD_ROUNDS = 3;

  private final Settings settings;
  private final Tally tally = new Tally();

  /**
   * What to play.
   *
   * @param kills after how many to stop
   * @param round play this one only; empty: from the first on
   * @param modes that rounds take in turn
   * @param forgetful whether ledgers forget, so that the comparison has something to find
   */
  record Settings(long seed, int kills, OptionalInt round, List<Mode> modes, boolean forgetful) {
    Settings {
      modes = List.copyOf(modes);
      if (kills < 1 || modes.isEmpty()) {
        throw new IllegalArgumentException("%d kills over %s".formatted(kills, modes));
      }
    }

    /** All modes, with ledgers as they are. */
    Settings(long seed, int kills, OptionalInt round) {
      this(seed, kills, round, List.of(Mode.values()), false);
    }

    /** {@return whether it killed as often as was asked; a single round need not} */
    boolean satisfied(Report report) {
      return round.isPresent() || report.kills() >= kills;
    }
  }

  Campaign(Settings settings) {
    this.settings = settings;
  }

  /**
   * Plays it in a world of its own.
   *
   * @param directory an empty one, which is gone afterwards
   * @param told gets the state after each round
   */
  Report play(Path directory, Consumer<Told> told)
      throws IOException, SQLException, InterruptedException {
    var verdict = Verdict.CLEAN;
    int rounds = 0;
    int bad = 0;
    try (var grounds = Grounds.open(directory)) {
      int first = settings.round().orElse(1);
      // Each round kills at least once on the average, by far.
      int last = settings.round().orElse(first + settings.kills());
      for (int number = first;
          number <= last && tally.kills() < settings.kills() && bad < BAD_ROUNDS;
          number++) {
        var mode = settings.modes().get((number - 1) % settings.modes().size());
        var found =
            new Round(grounds, tally, settings.seed(), number, mode, settings.forgetful())
                .play()
                .in("seed %d, round %d, %s".formatted(settings.seed(), number, mode));
        rounds++;
        bad += found.clean() ? 0 : 1;
        verdict = verdict.and(found);
        told.accept(new Told(number, mode, tally.kills(), verdict, found));
      }
    }
    return tally.report(settings.seed(), rounds, verdict);
  }

  /** The state after a round. */
  record Told(int round, Mode mode, int kills, Verdict soFar, Verdict ofThisRound) {}
}
