package dev.penstock.operator.event;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.MicroTime;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
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
  private static final int WORD = 128;

  /** What a name may have, less the story's digit and a UUID. */
  private static final int OBJECT = 200;

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

  /** What became of an event. */
  public enum Told {
    /** It was written. */
    NOW,
    /** It had been written before. */
    BEFORE,
    /** The API server does not take it, or was not reached. */
    REFUSED
  }

  /** Writes the event unless it has been written before; {@return what became of it} */
  public Told tell(HasMetadata about, Announcement what) {
    var namespace = about.getMetadata().getNamespace();
    try {
      client.v1().events().inNamespace(namespace).resource(event(about, what)).create();
      listener.written(about, what);
      return Told.NOW;
    } catch (KubernetesClientException refused) {
      if (isThere(refused)) {
        return Told.BEFORE;
      }
      log.warn(
          "event not written about={}/{} reason={} cause={}",
          namespace,
          about.getMetadata().getName(),
          what.reason(),
          refused.getMessage());
      return Told.REFUSED;
    }
  }

  /** A quota that two write at once is a conflict, too, of another reason. */
  private static boolean isThere(KubernetesClientException refused) {
    return refused.getCode() == CONFLICT
        && (refused.getStatus() == null || !"Conflict".equals(refused.getStatus().getReason()));
  }

  /** An event of the core API: only there {@code kubectl describe} finds the time it sorts by. */
  Event event(HasMetadata about, Announcement what) {
    var metadata = about.getMetadata();
    var now = clock.instant();
    var second = now.truncatedTo(ChronoUnit.SECONDS).toString();
    return new EventBuilder()
        .withNewMetadata()
        .withName(name(about, what))
        .withNamespace(metadata.getNamespace())
        .endMetadata()
        .withEventTime(new MicroTime(MICROS.format(now)))
        .withFirstTimestamp(second)
        .withLastTimestamp(second)
        .withReportingComponent("penstock.dev/operator")
        .withReportingInstance(instance)
        .withAction(word(what.reason()))
        .withReason(word(what.reason()))
        .withType(what.kind().shown())
        .withMessage(cut(what.note(), NOTE))
        .withNewInvolvedObject()
        .withApiVersion(about.getApiVersion())
        .withKind(about.getKind())
        .withName(metadata.getName())
        .withNamespace(metadata.getNamespace())
        .withUid(metadata.getUid())
        .endInvolvedObject()
        .build();
  }

  /** The same thing has the same name, and a later part of the story has a later one. */
  private static String name(HasMetadata about, Announcement what) {
    var object = cut(about.getMetadata().getName(), OBJECT).replaceFirst("[-.]+$", "");
    return object + "." + Story.of(what.reason()).ordinal() + "-" + key(about, what);
  }

  private static String word(String reason) {
    return cut(reason, WORD);
  }

  /** Bounds of the API are in bytes. */
  private static String cut(String text, int bytes) {
    var cut = text;
    while (cut.getBytes(StandardCharsets.UTF_8).length > bytes) {
      var over = (cut.getBytes(StandardCharsets.UTF_8).length - bytes + 3) / 4;
      cut =
          cut.substring(
              0,
              cut.offsetByCodePoints(
                  cut.length(), -Math.min(over, cut.codePointCount(0, cut.length()))));
    }
    return cut;
  }

  private static String key(HasMetadata about, Announcement what) {
    var text = about.getMetadata().getUid() + "/" + what.reason() + "/" + what.once();
    return UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8)).toString();
  }
}
