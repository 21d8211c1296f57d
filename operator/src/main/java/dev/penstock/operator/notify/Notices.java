package dev.penstock.operator.notify;

import dev.penstock.api.EtlPipelineSpec;
import dev.penstock.api.EtlPipelineStatus;
import dev.penstock.api.NotificationStatus;
import dev.penstock.api.NotificationStep;
import dev.penstock.api.NotifySpec;
import dev.penstock.api.SourceSpec;
import dev.penstock.api.TargetSpec;
import dev.penstock.operator.resource.EtlPipeline;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The messages that a written status of a pipeline says are due. */
final class Notices {
  private Notices() {}

  static List<Notice> due(EtlPipeline pipeline, EtlPipelineStatus written, Instant now) {
    var incidents = written.notifications();
    if (incidents == null || incidents.isEmpty()) {
      return List.of();
    }
    var troubles = Troubles.of(written, now);
    var notices = new ArrayList<Notice>();
    for (var entry : Account.entries(pipeline)) {
      for (var incident : incidents) {
        if (incident != null && Objects.equals(entry.name(), incident.entry())) {
          notice(pipeline, entry, incident, troubles).ifPresent(notices::add);
        }
      }
    }
    return notices;
  }

  private static Optional<Notice> notice(
      EtlPipeline pipeline, NotifySpec entry, NotificationStatus incident, Troubles troubles) {
    var step = incident.due();
    var event = incident.event();
    if (step == null || step == NotificationStep.UNKNOWN || event == null) {
      return Optional.empty();
    }
    var metadata = pipeline.getMetadata();
    var connection = Objects.requireNonNull(entry.connection());
    // A thread of another workspace is none of this one.
    var thread =
        Optional.ofNullable(incident.thread())
            .filter(known -> Written.cut(connection).equals(incident.connection()));
    return Written.read(incident)
        .map(read ->
            new Notice(
                new Notice.Key(
                    metadata.getNamespace(),
                    metadata.getName(),
                    metadata.getUid(),
                    Objects.requireNonNull(entry.name()),
                    event),
                new Address(
                    metadata.getNamespace(),
                    connection,
                    Optional.ofNullable(entry.slack()).map(slack -> slack.channel())),
                read.what().id(),
                step,
                Written.number(incident),
                read.what().reason(),
                Optional.ofNullable(troubles.now().get(event)).map(Trouble::sentence).orElse(""),
                read.what().since(),
                Troubles.time(incident.untilTime()),
                zone(pipeline.getSpec().timeZone()),
                connections(pipeline.getSpec()),
                thread));
  }

  private static ZoneId zone(@Nullable String name) {
    try {
      return name == null ? ZoneOffset.UTC : ZoneId.of(name);
    } catch (DateTimeException unknown) {
      return ZoneOffset.UTC;
    }
  }

  private static Set<String> connections(EtlPipelineSpec spec) {
    var names = new TreeSet<String>();
    if (spec.store() != null && spec.store().connection() != null) {
      names.add(spec.store().connection());
    }
    for (var source : Objects.requireNonNullElse(spec.sources(), List.<SourceSpec>of())) {
      if (source != null && source.connection() != null) {
        names.add(source.connection());
      }
    }
    for (var target : Objects.requireNonNullElse(spec.targets(), List.<TargetSpec>of())) {
      if (target != null && target.s3() != null && target.s3().connection() != null) {
        names.add(target.s3().connection());
      }
      if (target != null && target.redshift() != null && target.redshift().connection() != null) {
        names.add(target.redshift().connection());
      }
    }
    return names;
  }
}
