package dev.penstock.runner.target.redshift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.runner.spi.DataException;
import dev.penstock.runner.spi.Reason;
import dev.penstock.runner.spi.TransientException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class PatienceTest {
  private long now;
  private final List<Duration> pauses = new ArrayList<>();

  private Patience patience(Duration longest) {
    return new Patience(
        () -> now,
        new Random(7),
        pause -> {
          pauses.add(pause);
          now += pause.toNanos();
        },
        longest);
  }

  private static RuntimeException failure(String state, String message) {
    return RedshiftErrors.translate("warehouse", new SQLException(message, state));
  }

  /** Fails in these ways, one after the other, and then succeeds. */
  private static Supplier<String> after(RuntimeException... failures) {
    Deque<RuntimeException> left = new ArrayDeque<>(List.of(failures));
    return () -> {
      if (!left.isEmpty()) {
        throw left.pop();
      }
      return "done";
    };
  }

  private static RuntimeException[] conflicts(int count) {
    return Collections.nCopies(count, failure("XX000", "1023")).toArray(RuntimeException[]::new);
  }

  @Test
  void aBusyWarehouseIsTriedUntilItIsNot() {
    assertThat(patience(Duration.ofHours(1)).repeated("publish", after(conflicts(12))))
        .isEqualTo("done");
    assertThat(pauses).hasSize(12).allMatch(pause -> pause.compareTo(Duration.ofSeconds(30)) <= 0);
    assertThat(pauses.getFirst()).isLessThanOrEqualTo(Duration.ofMillis(200));
    assertThat(pauses).as("it grows").anyMatch(pause -> pause.compareTo(Duration.ofSeconds(5)) > 0);
    assertThat(pauses).as("it is drawn").doesNotHaveDuplicates();
  }

  @Test
  void nothingIsTriedAfterTheDeadline() {
    var patience = patience(Duration.ofSeconds(20));
    assertThatThrownBy(() -> patience.repeated("publish", after(conflicts(1_000))))
        .isInstanceOf(TransientException.class);
    assertThat(now).isLessThanOrEqualTo(Duration.ofSeconds(20).toNanos());
    assertThat(pauses).hasSizeGreaterThan(3);
  }

  @Test
  void aWarehouseThatIsGoneIsTriedAFewTimes() {
    var gone = failure("08006", "gone");
    assertThat(patience(Duration.ofHours(1)).repeated("publish", after(gone, gone, gone)))
        .isEqualTo("done");
    var patience = patience(Duration.ofHours(1));
    assertThatThrownBy(() -> patience.repeated("publish", after(gone, gone, gone, gone)))
        .isInstanceOf(TransientException.class);
  }

  /** It would have to be read again; a paused warehouse may not answer at all. */
  @Test
  void whatWasReadIsHeldUntilTheWarehouseCanBeReachedAgain() {
    var away =
        Collections.nCopies(12, failure("08001", "refused")).toArray(RuntimeException[]::new);
    var patience = patience(Duration.ofHours(1));
    assertThat(patience.held("COPY", after(away))).isEqualTo("done");
    assertThatThrownBy(() -> patience.repeated("publish", after(away)))
        .isInstanceOf(TransientException.class);
    var gone = failure("08006", "gone");
    assertThatThrownBy(() -> patience.held("COPY", after(gone, gone, gone, gone)))
        .isInstanceOf(TransientException.class);
  }

  @Test
  void aDeadlineIsToldWithWhatItEndedAndTheLastFailure() {
    var patience = patience(Duration.ofSeconds(20));
    var full = failure("53300", "connection limit \"9\" exceeded for non-bootstrap users");
    assertThatThrownBy(() ->
            patience.repeated(
                "publish of entry 7",
                after(Collections.nCopies(1_000, full).toArray(RuntimeException[]::new))))
        .isInstanceOfSatisfying(
            TransientException.class,
            e -> assertThat(e.reason()).isEqualTo(Reason.WAREHOUSE_UNAVAILABLE))
        .hasMessage(
            "Warehouse warehouse: connection limit \"9\" exceeded for non-bootstrap users (publish"
                + " of entry 7, tried %d times until the run's deadline)"
                    .formatted(pauses.size() + 1))
        .hasCause(full);
  }

  @Test
  void whoOnlyLooksWaitsForNothing() {
    var busy = failure("XX000", "1023");
    var patience = patience(Duration.ZERO);
    assertThatThrownBy(() -> patience.repeated("look", after(busy))).isSameAs(busy);
    assertThat(pauses).isEmpty();
    assertThat(patience.seconds()).isZero();
  }

  @Test
  void aStatementHasWhatIsLeftUntilTheDeadline() {
    var patience = patience(Duration.ofSeconds(20));
    assertThat(patience.seconds()).isEqualTo(20);
    now += Duration.ofMillis(18_500).toNanos();
    assertThat(patience.seconds()).isEqualTo(2);
    now += Duration.ofHours(1).toNanos();
    assertThat(patience.seconds()).isEqualTo(1);
  }

  @Test
  void aCancelledRunIsNotTriedAgain() {
    var cancelled = new TransientException(Reason.CANCELLED, "Cancelled", "Start it again");
    assertThatThrownBy(() -> patience(Duration.ofHours(1)).repeated("publish", after(cancelled)))
        .isSameAs(cancelled);
    assertThat(pauses).isEmpty();
  }

  @Test
  void whatTheDataCausesIsNotTriedAgain() {
    var refused = failure("22001", "too long");
    assertThatThrownBy(() -> patience(Duration.ofHours(1)).repeated("publish", after(refused)))
        .isInstanceOf(DataException.class);
    assertThat(pauses).isEmpty();
  }

  @Test
  void onlyWhatTheWarehouseItselfRefusesIsBusy() {
    for (var state : List.of("40001", "40P01", "55P03", "53300", "53200", "57P01", "57P03")) {
      assertThat(busy(state, "m")).as(state).isTrue();
    }
    for (var words :
        List.of(
            "ERROR: 1023 Detail: Serializable isolation violation on table - 1",
            "cluster is currently being paused",
            "The cluster is being resized")) {
      assertThat(busy("XX000", words)).as(words).isTrue();
    }
    for (var state : List.of("08006", "57014", "58030", "XX000")) {
      assertThat(busy(state, "a store is slow, 10230 rows")).as(state).isFalse();
    }
  }

  private static boolean busy(String state, String message) {
    return RedshiftErrors.busy((TransientException) failure(state, message));
  }
}
