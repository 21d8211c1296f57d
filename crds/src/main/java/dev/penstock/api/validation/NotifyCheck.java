package dev.penstock.api.validation;

import dev.penstock.api.NotifyEvent;
import dev.penstock.api.NotifySpec;
import dev.penstock.api.model.Connection;
import dev.penstock.api.model.Notifier;
import dev.penstock.api.validation.Finding.Reason;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Who is told of a pipeline: each entry by a connection that notifies. */
final class NotifyCheck {
  private NotifyCheck() {}

  static void check(Place place, @Nullable List<NotifySpec> specs, ConnectionBook connections) {
    var seen = new HashSet<String>();
    new NamedItems<NotifySpec>("Notify", 0, 4, NotifySpec::name)
        .check(
            place,
            specs,
            (item, spec) -> {
              var name = Names.label(item.field("name"), spec.name(), 63);
              if (!name.isEmpty() && !seen.add(name)) {
                item.field("name")
                    .refuse(Reason.DUPLICATE, "has the name of another", "Choose another name");
              }
              entry(item, spec, connections);
              return Optional.empty();
            });
  }

  private static void entry(Place item, NotifySpec spec, ConnectionBook connections) {
    var at = item.field("connection");
    var connection = connections.find(at, spec.connection(), Connection.Notifying.class);
    var slack = spec.slack();
    if (slack != null) {
      if (connection.filter(c -> !(c.notifier() instanceof Notifier.Slack)).isPresent()) {
        item.field("slack")
            .refuse(
                Reason.INVALID,
                "says slack of the connection %s, which is of kind %s"
                    .formatted(connection.get().name(), connection.get().notifier().kind()),
                "Remove slack");
      }
      if (slack.channel() != null) {
        NotifierCheck.channel(item.field("slack").field("channel"), slack.channel());
      }
    }
    events(item.field("events"), spec.events());
  }

  // An empty list could mean nothing or everything; neither is guessed.
  private static void events(Place place, @Nullable List<NotifyEvent> events) {
    if (events == null) {
      return;
    }
    if (events.isEmpty()) {
      place.refuse(
          Reason.INVALID,
          "tells of an empty list of events",
          "Write some of Failed, Recovered, Stale, NotReady, or remove the field for all of them");
    }
    var seen = EnumSet.noneOf(NotifyEvent.class);
    int index = 0;
    for (var one : place.list(events, "event", 0, 4)) {
      var item = place.item(index++);
      if (one == null || one == NotifyEvent.UNKNOWN) {
        item.refuse(
            Reason.NOT_SUPPORTED,
            "tells of an event that this release does not know",
            "Write one of Failed, Recovered, Stale, NotReady");
      } else if (!seen.add(one)) {
        item.refuse(Reason.DUPLICATE, "tells of the same event twice", "Remove one");
      }
    }
  }
}
