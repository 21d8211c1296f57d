package dev.penstock.operator.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class VitalsTest {
  private static final Vitals.Informer FILLED = new Vitals.Informer("runs/jobs", true, true);

  @Test
  void aLeaderWithFilledCachesIsAliveAndReady() {
    assertThat(found(Standing.LEADS).live()).isEqualTo(new Answer(true, "ok"));
    assertThat(found(Standing.LEADS).ready()).isEqualTo(new Answer(true, "ok"));
  }

  @Test
  void aReplicaThatWatchesTheLeaseIsReady() {
    assertThat(found(Standing.WAITS).ready().ok()).isTrue();
  }

  @Test
  void aReplicaThatDoesNotSeeTheLeaseIsNotReadyAndNeedsARestartIfTheApiServerAnswers() {
    assertThat(found(Standing.BLIND).ready().text())
        .isEqualTo("the lease has not been seen lately");
    assertThat(found(Standing.BLIND).live().text()).isEqualTo("the lease is not looked at");
    assertThat(silent(Standing.BLIND, Duration.ofSeconds(30)).live().ok()).isTrue();
  }

  @Test
  void aLeaderThatLostItsLeaseIsDead() {
    assertThat(found(Standing.LOST).live()).isEqualTo(new Answer(false, "the lease is lost"));
    assertThat(found(Standing.LOST).ready().ok()).isFalse();
  }

  @Test
  void anInformerThatHasStoppedIsDeadAndOneThatIsEmptyOnlyUnready() {
    var stopped = with(new Vitals.Informer("runs/jobs", false, true));
    assertThat(stopped.live().text()).isEqualTo("informer runs/jobs has stopped");
    var empty = with(new Vitals.Informer("runs/jobs", true, false));
    assertThat(empty.live().ok()).isTrue();
    assertThat(empty.ready().text()).isEqualTo("cache runs/jobs is not filled");
  }

  @Test
  void anApiServerThatIsAwayMakesItUnreadySoonAndDeadLate() {
    var brief = silent(Standing.LEADS, Duration.ofSeconds(10));
    assertThat(brief.ready().ok()).isTrue();
    var longer = silent(Standing.LEADS, Duration.ofSeconds(11));
    assertThat(longer.ready().text()).isEqualTo("the API server was not reached for PT11S");
    assertThat(longer.live().ok()).isTrue();
    assertThat(silent(Standing.LEADS, Duration.ofSeconds(301)).live().text())
        .isEqualTo("the API server was not reached for PT5M1S");
  }

  @Test
  void threadsThatAreGoneOrStuckAreDead() {
    var gone = new Vitals(List.of(FILLED), false, none(), none(), Standing.LEADS);
    assertThat(gone.live().text()).isEqualTo("no thread reconciles");
    var stuck =
        new Vitals(
            List.of(FILLED), true, Optional.of(Duration.ofMinutes(11)), none(), Standing.LEADS);
    assertThat(stuck.live().text()).isEqualTo("nothing was reconciled for PT11M");
  }

  private static Vitals found(Standing standing) {
    return new Vitals(List.of(FILLED), true, none(), none(), standing);
  }

  private static Vitals with(Vitals.Informer informer) {
    return new Vitals(List.of(informer), true, none(), none(), Standing.LEADS);
  }

  private static Vitals silent(Standing standing, Duration time) {
    return new Vitals(List.of(FILLED), true, none(), Optional.of(time), standing);
  }

  private static Optional<Duration> none() {
    return Optional.empty();
  }
}
