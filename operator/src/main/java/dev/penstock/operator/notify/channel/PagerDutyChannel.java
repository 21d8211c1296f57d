package dev.penstock.operator.notify.channel;

import dev.penstock.api.model.Notifier;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Events API v2. The key that it knows an incident by is the thread: telling twice is no harm. */
record PagerDutyChannel(Notifier.PagerDuty service, Keys keys, Post post) implements Channel {
  private static final String KEY = "routingKey";
  private static final int SUMMARY = 1024;

  @Override
  public Sent send(Letter letter) throws InterruptedException {
    var key = keys.value(KEY);
    if (key.isEmpty()) {
      return keys.missing(KEY);
    }
    var thread = letter.thread().orElse(letter.id());
    Sent sent = new Sent.Delivered(Optional.of(thread));
    for (var action : actions(letter)) {
      sent = act(key.get(), action, thread, letter);
      if (!(sent instanceof Sent.Delivered)) {
        return sent;
      }
    }
    return sent;
  }

  private static List<String> actions(Letter letter) {
    return switch (letter.kind()) {
      case OPENED, REMINDED -> List.of("trigger");
      // Others that share the incident may still go on.
      case RECOVERED -> letter.last() ? List.of("resolve") : List.of();
      case BRIEF, TEST -> List.of("trigger", "resolve");
    };
  }

  private Sent act(String key, String action, String thread, Letter letter)
      throws InterruptedException {
    var event = new LinkedHashMap<String, Object>();
    event.put("routing_key", key);
    event.put("event_action", action);
    event.put("dedup_key", thread);
    if (action.equals("trigger")) {
      var title = letter.title();
      event.put(
          "payload",
          Map.of(
              "summary",
              title.length() > SUMMARY ? title.substring(0, SUMMARY) : title,
              "source",
              letter.namespace(),
              "severity",
              severity(letter),
              "timestamp",
              letter.since().toString(),
              "component",
              String.join(", ", letter.pipelines().stream().limit(20).toList()),
              "class",
              letter.reason(),
              "custom_details",
              Map.of("text", String.join("\n", letter.lines()))));
    }
    var answer =
        post.send(
            URI.create(service.endpoint() + "/v2/enqueue"),
            Map.of("Content-Type", "application/json"),
            Json.text(event));
    var sent =
        switch (answer) {
          case Post.Answer.Came came -> came.judged();
          case Post.Answer.None none -> none.judged();
        };
    return sent instanceof Sent.Delivered ? new Sent.Delivered(Optional.of(thread)) : sent;
  }

  private static String severity(Letter letter) {
    return switch (letter.kind()) {
      case BRIEF, TEST -> "info";
      case OPENED, REMINDED, RECOVERED -> letter.event().equals("Stale") ? "warning" : "error";
    };
  }
}
