package dev.penstock.cli.table;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Values as people read them. Threads may share it. */
public final class Cells {
  /** Nothing there. */
  public static final String NONE = "-";

  /** A number that nobody knows, which is not zero. */
  public static final String UNKNOWN = "?";

  private final ObjectMapper json = new ObjectMapper();
  private final Clock clock;

  /** Ages are told by that clock. */
  public Cells(Clock clock) {
    this.clock = clock;
  }

  /** {@return spec or status as a record; null where there is none} */
  public <T> @Nullable T part(GenericKubernetesResource item, String name, Class<T> type) {
    JsonNode node = json.valueToTree(item.getAdditionalProperties().get(name));
    return node.isObject() ? json.convertValue(node, type) : null;
  }

  /** {@return the value as the resource spells it; a dash where there is none} */
  public String text(@Nullable Object value) {
    return switch (value) {
      case null -> NONE;
      case Enum<?> constant -> json.convertValue(constant, String.class);
      default -> value.toString();
    };
  }

  /** {@return how long ago that was, in kubectl's words} */
  public String ago(@Nullable String time) {
    try {
      return time == null ? NONE : age(Duration.between(Instant.parse(time), clock.instant()));
    } catch (DateTimeException notATime) {
      return UNKNOWN;
    }
  }

  /** The fewer parts the longer: 45s, 3m20s, 25m, 4h10m, 20h, 3d4h, 12d. */
  private static String age(Duration time) {
    long seconds = Math.max(0, time.toSeconds());
    if (seconds < 120) {
      return seconds + "s";
    }
    long minutes = seconds / 60;
    if (minutes < 10) {
      return minutes + "m" + rest(seconds % 60, "s");
    }
    if (minutes < 180) {
      return minutes + "m";
    }
    long hours = minutes / 60;
    if (hours < 8) {
      return hours + "h" + rest(minutes % 60, "m");
    }
    if (hours < 48) {
      return hours + "h";
    }
    return hours < 192 ? hours / 24 + "d" + rest(hours % 24, "h") : hours / 24 + "d";
  }

  private static String rest(long number, String unit) {
    return number == 0 ? "" : number + unit;
  }
}
