package dev.penstock.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.runner.commit.CommittedPart;
import dev.penstock.runner.commit.CommittedTarget;
import dev.penstock.runner.commit.Entry;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the comparison says of sides that a wrong product would leave. */
class ComparisonTest {
  private static final int MORE = Lane.ROWS + 10;
  private static final Set<String> FINISHED = Set.of("run-1", "run-2");

  @Test
  void snapshotsOfAllThatWasThereAreInOrder() {
    var found = Comparison.of(Mode.SNAPSHOT, snapshots(Lane.ROWS, MORE), FINISHED);

    assertThat(found).isEqualTo(Verdict.CLEAN);
  }

  @Test
  void aLastSnapshotWithoutTheNewestRowsHasLostThemOnEachSide() {
    var found = Comparison.of(Mode.SNAPSHOT, snapshots(Lane.ROWS, MORE - 3), FINISHED);

    assertThat(found.lost()).isEqualTo(2 * 3);
    assertThat(found.findings()).hasSize(2).allMatch(line -> line.contains("against source"));
  }

  @Test
  void anEarlierSnapshotWithFewerRowsThanTheOneBeforeHasLostThem() {
    var found =
        Comparison.of(
            Mode.SNAPSHOT, snapshots(MORE, MORE - 4, MORE), Set.of("run-1", "run-2", "run-3"));

    assertThat(found.lost()).isEqualTo(2 * 4);
  }

  @Test
  void aFirstSnapshotWithoutAllOfTheFirstRowsHasLostThem() {
    var found = Comparison.of(Mode.SNAPSHOT, snapshots(Lane.ROWS - 1, MORE), FINISHED);

    assertThat(found.lost()).isEqualTo(2);
  }

  @Test
  void anEntryOfAnotherPipelineIsNamed() {
    var found = Comparison.of(Mode.SNAPSHOT, with(List.of(entry(7, 1)), List.of()), FINISHED);

    assertThat(found.findings())
        .containsExactly("entry 7 of orders names a target of another pipeline");
  }

  @Test
  void anObjectThatIsGoneIsNamed() {
    var found = Comparison.of(Mode.SNAPSHOT, with(List.of(), List.of("chaos/a.parquet")), FINISHED);

    assertThat(found.findings())
        .containsExactly("1 objects that entries name are gone, the first is chaos/a.parquet");
  }

  @Test
  void aRunThatSaidThatItIsDoneHasAnEntry() {
    var found =
        Comparison.of(Mode.SNAPSHOT, snapshots(Lane.ROWS, MORE), Set.of("run-1", "successor"));

    assertThat(found.findings()).containsExactly("run successor is finished and in no entry");
  }

  private static Sides with(List<Entry> foreign, List<String> gone) {
    var sides = snapshots(Lane.ROWS, MORE);
    return new Sides(
        sides.log(),
        foreign,
        gone,
        sides.source(),
        sides.byLog(),
        sides.byDirectory(),
        sides.warehouse(),
        sides.validity());
  }

  /** A source of MORE rows, and commits of so many, the same on each side. */
  private static Sides snapshots(int... held) {
    var log =
        IntStream.rangeClosed(1, held.length)
            .mapToObj(number -> entry(number, held[number - 1]))
            .toList();
    var rows =
        log.stream()
            .flatMap(entry ->
                rows((int) entry.targets().getFirst().rows())
                    .map(row -> row + "|" + entry.number()))
            .toList();
    return new Sides(
        log.reversed(), List.of(), List.of(), rows(MORE).toList(), rows, rows, rows, List.of());
  }

  private static Stream<String> rows(int held) {
    return IntStream.rangeClosed(1, held).mapToObj(id -> id + "|1|note|1.00|0");
  }

  private static Entry entry(int number, int rows) {
    var target =
        new CommittedTarget(
            "rows",
            new CommittedTarget.Place("lake", "bucket"),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            List.of(),
            List.of(new CommittedPart("staged", Optional.empty(), 1, rows, "")));
    return new Entry(
        "log",
        number,
        Entry.Operation.APPEND,
        "orders",
        "run-" + number,
        "attempt",
        "spec",
        Instant.EPOCH,
        List.of(),
        List.of(target));
  }
}
