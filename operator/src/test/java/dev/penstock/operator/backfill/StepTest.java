package dev.penstock.operator.backfill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.api.RunState;
import dev.penstock.operator.backfill.Step.Child;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StepTest {

  /**
   * Of three windows: what was counted, the runs that stand (a state, {@code -} none; small
   * letters: not ended; an exclamation mark: told to end), and what the person has said since.
   */
  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          0, ---, '',     Make 0
          0, q--, '',     Follow 0
          0, r--, '',     Follow 0
          0, S--, '',     Make 1
          1, S--, '',     Make 1
          1, ---, '',     Make 1
          0, Sr-, '',     Follow 1
          1, -r-, '',     Follow 1
          0, SSS, '',     Succeed 3
          2, --S, '',     Succeed 3
          3, ---, '',     Succeed 3
          0, F--, '',     Fail 0
          0, SF-, '',     Fail 1
          1, SC-, '',     Fail 1
          1, SO-, '',     Fail 1
          1, SU-, '',     Fail 1
          0, ---, pause,  Pause 0
          0, S--, pause,  Pause 1
          0, r--, pause,  Follow 0
          0, F--, pause,  Fail 0
          2, SSS, pause,  Succeed 3
          0, ---, cancel, Cancel 0
          0, q--, cancel, Stop 0
          0, r--, cancel, Stop 0
          0, r!-, cancel, Follow 0
          0, S--, cancel, Cancel 1
          0, C--, cancel, Cancel 0
          1, SF-, cancel, Cancel 1
          2, SSS, cancel, Succeed 3
          """)
  void whatIsNextFollowsFromWhatStands(int counted, String runs, String said, String next) {
    var step =
        Step.next(
            3, counted, number -> child(number, runs), said.equals("cancel"), said.equals("pause"));
    assertThat(step.getClass().getSimpleName() + " " + step.done()).isEqualTo(next);
  }

  private static Optional<Child> child(int number, String runs) {
    char state = runs.charAt(number);
    boolean told = runs.indexOf('!') == number + 1;
    return switch (state) {
      case 'q' -> Optional.of(new Child("w" + number, RunState.QUEUED, false, told));
      case 'r' -> Optional.of(new Child("w" + number, RunState.RUNNING, false, told));
      case 'S' -> Optional.of(new Child("w" + number, RunState.SUCCEEDED, true, told));
      case 'F' -> Optional.of(new Child("w" + number, RunState.FAILED, true, told));
      case 'C' -> Optional.of(new Child("w" + number, RunState.CANCELLED, true, told));
      case 'O' -> Optional.of(new Child("w" + number, RunState.SUPERSEDED, true, told));
      case 'U' -> Optional.of(new Child("w" + number, RunState.UNKNOWN, true, told));
      default -> Optional.empty();
    };
  }

  /**
   * An operator ends between any two of its writes, statuses are lost and old, runs that were
   * counted are deleted, and it is paused and let go on: each window is made once, in order, and
   * never two at a time.
   */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void howeverOftenItIsInterruptedEachWindowIsMadeOnceAndInOrder(long seed) {
    var random = new Random(seed);
    int windows = 1 + random.nextInt(60);
    var runs = new TreeMap<Integer, Child>();
    var made = new ArrayList<Integer>();
    int counted = 0;
    for (int looks = 0; looks < 100_000; looks++) {
      var step =
          Step.next(
              windows,
              counted,
              number -> Optional.ofNullable(runs.get(number)),
              false,
              random.nextInt(4) == 0);
      if (step instanceof Step.Succeed) {
        break;
      }
      boolean dies = random.nextBoolean();
      if (step instanceof Step.Make(int number) && (!dies || random.nextBoolean())) {
        made.add(number);
        runs.put(number, new Child("w" + number, RunState.RUNNING, false, false));
      }
      if (!dies) {
        counted = step.done();
        runs.headMap(counted).clear();
      }
      if (random.nextBoolean()) {
        runs.replaceAll(
            (number, run) -> new Child(run.run(), RunState.SUCCEEDED, true, run.cancelled()));
      }
      assertThat(runs.values()).filteredOn(run -> !run.ended()).hasSizeLessThan(2);
    }
    assertThat(made)
        .isEqualTo(List.copyOf(java.util.stream.IntStream.range(0, windows).boxed().toList()));
  }
}
