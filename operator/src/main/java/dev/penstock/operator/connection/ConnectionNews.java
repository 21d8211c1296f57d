package dev.penstock.operator.connection;

import dev.penstock.api.EtlConnectionStatus;
import dev.penstock.api.StatusCondition;
import dev.penstock.operator.event.Announcement;
import dev.penstock.operator.status.ConnectionOutcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a check has found that is news: what holds as it did before is none. */
final class ConnectionNews {
  private ConnectionNews() {}

  /**
   * {@return what is to be told, of which the same check always tells the same}
   *
   * @param before as it stands on the connection; null: nothing does
   * @param now with what the last check has found
   */
  static List<Announcement> of(@Nullable EtlConnectionStatus before, EtlConnectionStatus now) {
    var check = now.lastCheckTime();
    var last = before == null ? null : before.lastCheckTime();
    if (check == null || check.equals(last)) {
      return List.of();
    }
    var news = new ArrayList<Announcement>();
    if (turned(before, now, ConnectionOutcome.REACHABLE, "False")) {
      news.add(warning("Unreachable", now, ConnectionOutcome.REACHABLE, check));
    } else if (last != null && turned(before, now, ConnectionOutcome.REACHABLE, "True")) {
      // Of a first check it is what everybody expects.
      news.add(good("ReachableAgain", "The connection can be reached again.", check));
    }
    if (turned(before, now, ConnectionOutcome.PERMITTED, "False")) {
      news.add(warning("NotPermitted", now, ConnectionOutcome.PERMITTED, check));
    } else if (turned(before, now, ConnectionOutcome.PERMITTED, "True")
        && condition(before, ConnectionOutcome.PERMITTED).isPresent()) {
      news.add(good("PermittedAgain", "The credentials may do what runs need again.", check));
    }
    return List.copyOf(news);
  }

  private static boolean turned(
      @Nullable EtlConnectionStatus before, EtlConnectionStatus now, String type, String state) {
    return condition(now, type).filter(one -> state.equals(one.status())).isPresent()
        && condition(before, type).filter(one -> state.equals(one.status())).isEmpty();
  }

  private static Announcement warning(
      String reason, EtlConnectionStatus now, String type, String check) {
    var said = condition(now, type).orElseThrow();
    var note =
        "%s: %s"
            .formatted(
                Objects.requireNonNullElse(said.reason(), reason),
                Objects.requireNonNullElse(said.message(), ""));
    return new Announcement(Announcement.Kind.WARNING, reason, note, check);
  }

  private static Announcement good(String reason, String note, String check) {
    return new Announcement(Announcement.Kind.NORMAL, reason, note, check);
  }

  private static Optional<StatusCondition> condition(
      @Nullable EtlConnectionStatus status, String type) {
    return status == null || status.conditions() == null
        ? Optional.empty()
        : status.conditions().stream().filter(one -> type.equals(one.type())).findFirst();
  }
}
