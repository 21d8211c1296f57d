package dev.penstock.runner.change;

import dev.penstock.api.EtlPipelineSpec;
import dev.penstock.api.NotifyEvent;
import dev.penstock.api.NotifySpec;
import dev.penstock.api.model.ResourceName;
import dev.penstock.runner.change.Effect.Code;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What another {@code notify} means for the people who are told. */
final class NotifyEffects {
  private static final List<NotifyEvent> ALL =
      List.of(NotifyEvent.FAILED, NotifyEvent.RECOVERED, NotifyEvent.STALE, NotifyEvent.NOT_READY);

  private NotifyEffects() {}

  /** {@return the pipelines of an environment that tell their incidents by a connection} */
  static List<ResourceName> tellers(Environment environment, ResourceName connection) {
    return environment.pipelines().entrySet().stream()
        .filter(one -> one.getKey().namespace().equals(connection.namespace()))
        .filter(one ->
            entries(one.getValue().spec()).stream()
                .anyMatch(entry -> connection.name().equals(entry.connection())))
        .map(one -> one.getKey())
        .toList();
  }

  /** {@return what it means; empty where the same people hear the same} */
  static Optional<Effect> between(ResourceName name, EtlPipelineSpec was, EtlPipelineSpec is) {
    var before = told(was);
    var after = told(is);
    if (before.equals(after)) {
      return Optional.empty();
    }
    return Optional.of(
        new Effect(
            Code.NOTIFIERS_CHANGE,
            "pipeline " + name.name(),
            "Incidents of pipeline %s are told to %s; until then: %s"
                .formatted(name.name(), words(after), words(before)),
            after.isEmpty()
                ? "See that somebody looks at its conditions"
                : "See that notifications.secrets of the operator's chart names the Secret of each connection"));
  }

  // An entry by another name tells the same people.
  private static TreeSet<String> told(EtlPipelineSpec spec) {
    return entries(spec).stream()
        .map(NotifyEffects::words)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static String words(NotifySpec entry) {
    var slack = entry.slack();
    var channel = slack == null ? null : slack.channel();
    var events =
        ALL.stream()
            .filter(event -> entry.events() == null || entry.events().contains(event))
            .map(NotifyEvent::word)
            .toList();
    return "%s%s%s"
        .formatted(
            entry.connection(),
            channel == null ? "" : " in " + channel,
            events.size() == ALL.size() ? "" : " (%s)".formatted(String.join(", ", events)));
  }

  private static String words(TreeSet<String> told) {
    return told.isEmpty() ? "nobody" : String.join(", ", told);
  }

  private static List<NotifySpec> entries(EtlPipelineSpec spec) {
    return Optional.ofNullable(spec.notifiers()).orElse(List.of()).stream()
        .filter(Objects::nonNull)
        .toList();
  }
}
