package dev.penstock.operator.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.api.EtlConnectionStatus;
import dev.penstock.api.StatusCondition;
import dev.penstock.operator.event.Announcement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Which of what checks find is told. */
class ConnectionNewsTest {
  /**
   * @param check when it ended; null: none has
   * @param permitted null: absent
   */
  private static EtlConnectionStatus status(
      @Nullable String check, String reachable, @Nullable String permitted) {
    var said = new ArrayList<StatusCondition>();
    said.add(condition("Ready", "True"));
    said.add(condition("Reachable", reachable));
    if (permitted != null) {
      said.add(condition("Permitted", permitted));
    }
    return new EtlConnectionStatus(1L, "s3", null, 0, "0", check, "hash", null, said, null, null);
  }

  private static StatusCondition condition(String type, String status) {
    return new StatusCondition(type, status, 1L, null, "Because" + status, type + " is so.");
  }

  private static List<String> told(@Nullable EtlConnectionStatus before, EtlConnectionStatus now) {
    return ConnectionNews.of(before, now).stream().map(Announcement::reason).toList();
  }

  @Test
  void aFirstCheckIsNewsOnlyIfSomethingIsWrong() {
    var none = status(null, "Unknown", null);
    assertThat(told(none, status("1", "True", "True"))).isEmpty();
    assertThat(told(null, status("1", "True", "True"))).isEmpty();
    assertThat(told(none, status("1", "True", "False"))).containsExactly("NotPermitted");
    assertThat(told(none, status("1", "False", null))).containsExactly("Unreachable");
    assertThat(told(none, none)).isEmpty();
  }

  @Test
  void whatStaysAsItWasIsToldOnceHoweverOftenItIsChecked() {
    assertThat(told(status("1", "False", null), status("2", "False", null))).isEmpty();
    assertThat(told(status("1", "True", "False"), status("2", "True", "False"))).isEmpty();
    assertThat(told(status("1", "True", "True"), status("2", "True", "True"))).isEmpty();
  }

  @Test
  void whatTurnsIsToldInBothDirections() {
    var good = status("1", "True", "True");
    assertThat(told(good, status("2", "False", null))).containsExactly("Unreachable");
    assertThat(told(status("1", "False", null), status("2", "True", "True")))
        .containsExactly("ReachableAgain");
    assertThat(told(status("1", "False", null), status("2", "True", "False")))
        .containsExactly("ReachableAgain", "NotPermitted");
    assertThat(told(good, status("2", "True", "False"))).containsExactly("NotPermitted");
    assertThat(told(status("1", "True", "False"), status("2", "True", "True")))
        .containsExactly("PermittedAgain");
  }

  @Test
  void aCheckThatCouldNotBeMadeIsNoNewsAndHidesNoRecovery() {
    assertThat(told(status("1", "False", null), status("2", "Unknown", null))).isEmpty();
    assertThat(told(status("2", "Unknown", null), status("3", "True", "True")))
        .containsExactly("ReachableAgain");
  }

  @Test
  void theSameCheckTellsTheSameAgainAndAnotherSomethingElse() {
    var good = status("1", "True", "True");
    var first = ConnectionNews.of(good, status("2", "False", null));
    assertThat(ConnectionNews.of(good, status("2", "False", null))).isEqualTo(first);
    assertThat(first)
        .containsExactly(
            new Announcement(
                Announcement.Kind.WARNING, "Unreachable", "BecauseFalse: Reachable is so.", "2"));
    assertThat(ConnectionNews.of(good, status("4", "False", null)))
        .doesNotContainAnyElementsOf(first);
  }
}
