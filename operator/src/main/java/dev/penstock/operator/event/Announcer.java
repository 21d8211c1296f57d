package dev.penstock.operator.event;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.MicroTime;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.fabric8.kubernetes.api.model.events.v1.EventBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes events. One that can not be written is logged: a run does not fail for want of news. */
public final class Announcer {
  private static final Logger log = LoggerFactory.getLogger(Announcer.class);
  private static final DateTimeFormatter MICROS =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);
  private static final int CONFLICT = 409;
  private static final int NOTE = 1000;

  private final KubernetesClient client;
  private final Clock clock;
  private final String instance;
  private final Listener listener;

  /** Learns of each event that was written, which is once for each. */
  public interface Listener {
    void written(HasMetadata about, Announcement what);
  }

  /**
   * @param instance the name of this process, for people who look for its logs
   */
  public Announcer(KubernetesClient client, Clock clock, String instance) {
    this(client, clock, instance, (about, what) -> {});
  }

  /**
   * @param instance the name of this process, for people who look for its logs
   */
  public Announcer(KubernetesClient client, Clock clock, String instance, Listener listener) {
    this.client = client;
    this.clock = clock;
    this.instance = instance;
    this.listener = listener;
  }

  /** Writes the event unless it has been written before. */
  public void tell(HasMetadata about, Announcement what) {
    var namespace = about.getMetadata().getNamespace();
    try {
      client.events().v1().events().inNamespace(namespace).resource(event(about, what)).create();
      listener.written(about, what);
    } catch (KubernetesClientException refused) {
      if (refused.getCode() != CONFLICT) {
        log.warn(
            "event not written about={}/{} reason={} cause={}",
            namespace,
            about.getMetadata().getName(),
            what.reason(),
            refused.getMessage());
      }
    }
  }

  Event event(HasMetadata about, Announcement what) {
    var metadata = about.getMetadata();
    return new EventBuilder()
        .withNewMetadata()
        .withName(metadata.getName() + "." + key(about, what))
        .withNamespace(metadata.getNamespace())
        .endMetadata()
        .withEventTime(new MicroTime(MICROS.format(clock.instant())))
        .withReportingController("penstock.dev/operator")
        .withReportingInstance(instance)
        .withAction(what.reason())
        .withReason(what.reason())
        .withType(what.kind().shown())
        .withNote(what.note().length() > NOTE ? what.note().substring(0, NOTE) : what.note())
        .withNewRegarding()
        .withApiVersion(about.getApiVersion())
        .withKind(about.getKind())
        .withName(metadata.getName())
        .withNamespace(metadata.getNamespace())
        .withUid(metadata.getUid())
        .endRegarding()
        .build();
  }

  private static String key(HasMetadata about, Announcement what) {
    var text = about.getMetadata().getUid() + "/" + what.reason() + "/" + what.once();
    return UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8)).toString();
  }
}
