package dev.penstock.operator.notify;

import dev.penstock.api.EtlPipelineStatus;
import dev.penstock.api.NotificationStatus;
import dev.penstock.api.NotifyEvent;
import dev.penstock.api.NotifySpec;
import dev.penstock.operator.resource.EtlPipeline;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How far everybody has been told of a pipeline, and what follows from its newest status.
 *
 * @param incidents to write; null: none
 * @param wake when more will follow if nothing happens; empty: nothing will
 */
public record Account(@Nullable List<NotificationStatus> incidents, Optional<Instant> wake) {
  /** Entries of {@code spec.notify} that count; the API server takes no more. */
  static final int ENTRIES = 4;

  private static final List<NotifyEvent> KINDS =
      List.of(NotifyEvent.FAILED, NotifyEvent.STALE, NotifyEvent.NOT_READY);

  /**
   * {@return the account that continues the one on the observed status}
   *
   * @param status that is about to be written
   */
  static Account of(
      EtlPipeline pipeline, EtlPipelineStatus status, Receipts receipts, Instant now) {
    var entries = entries(pipeline);
    if (entries.isEmpty()) {
      return new Account(null, Optional.empty());
    }
    var troubles = Troubles.of(status, now);
    var incidents = new ArrayList<NotificationStatus>();
    var wakes = Stream.<Instant>builder();
    var suspended = Boolean.TRUE.equals(pipeline.getSpec().suspend());
    for (var entry : entries) {
      var name = Objects.requireNonNull(entry.name());
      for (var kind : KINDS) {
        var before = before(pipeline, name, kind);
        var wanted = wants(entry, kind);
        var trouble = Optional.ofNullable(troubles.now().get(kind));
        if (!wanted) {
          continue;
        }
        var rules =
            new Incident.Rules(
                wants(entry, NotifyEvent.RECOVERED),
                !suspended,
                () -> id(pipeline, name, kind, now));
        var told = before.flatMap(incident -> Incident.told(incident, receipts, rules));
        // The age of a suspended pipeline is not judged, which is no recovery.
        var held = suspended && kind == NotifyEvent.STALE && !Troubles.isFresh(status);
        var after = held ? told : Incident.seen(told, trouble, rules, now);
        after.ifPresent(incident -> {
          incidents.add(Written.of(name, kind, incident));
          if (!suspended && incident instanceof Incident.Open open) {
            wakes.add(open.told().remindAt());
          }
        });
      }
    }
    troubles.later().ifPresent(wakes::add);
    return new Account(
        incidents.isEmpty() ? null : List.copyOf(incidents),
        wakes.build().min(java.util.Comparator.naturalOrder()));
  }

  /** {@return the entries by which somebody is told, as far as they can be read} */
  static List<NotifySpec> entries(EtlPipeline pipeline) {
    var spec = pipeline.getSpec();
    if (spec == null || spec.notifiers() == null) {
      return List.of();
    }
    return spec.notifiers().stream()
        .filter(Objects::nonNull)
        .filter(entry -> entry.name() != null && entry.connection() != null)
        .limit(ENTRIES)
        .toList();
  }

  private static boolean wants(NotifySpec entry, NotifyEvent event) {
    return entry.events() == null || entry.events().contains(event);
  }

  private static Optional<Incident> before(EtlPipeline pipeline, String entry, NotifyEvent kind) {
    return written(pipeline).stream()
        .filter(known -> entry.equals(known.entry()) && kind == known.event())
        .findFirst()
        .flatMap(Written::read);
  }

  static List<NotificationStatus> written(EtlPipeline pipeline) {
    var status = pipeline.getStatus();
    var all = status == null ? null : status.notifications();
    return all == null ? List.of() : all.stream().filter(Objects::nonNull).toList();
  }

  /** It is written before anything is sent, so it need not follow from anything. */
  private static String id(EtlPipeline pipeline, String entry, NotifyEvent kind, Instant now) {
    var text = "%s/%s/%s/%s".formatted(pipeline.getMetadata().getUid(), entry, kind, now);
    return UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8)).toString();
  }
}
