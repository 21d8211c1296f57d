package dev.penstock.operator.notify.channel;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One message.
 *
 * @param id the same for each try, so that a receiver can know it again
 * @param namespace of all its pipelines
 * @param event in CamelCase, as {@code Failed}
 * @param reason in CamelCase
 * @param title one line
 * @param lines what follows it
 * @param pipelines that it speaks of, at least one unless it is a test
 * @param since when the first of them began
 * @param lasted how long the longest took; empty: it goes on
 * @param thread that it belongs to; empty: it begins one
 * @param channel empty: that of the connection
 * @param last whether nothing else of its thread goes on
 * @param at when it was written
 */
public record Letter(
    String id,
    Kind kind,
    String namespace,
    String event,
    String reason,
    String title,
    List<String> lines,
    List<String> pipelines,
    Instant since,
    Optional<Duration> lasted,
    Optional<String> thread,
    Optional<String> channel,
    boolean last,
    Instant at) {
  public Letter {
    lines = List.copyOf(lines);
    pipelines = List.copyOf(pipelines);
  }

  /** What a letter says. */
  public enum Kind {
    /** Something began. */
    OPENED("opened"),
    /** It goes on. */
    REMINDED("reminded"),
    /** It is over. */
    RECOVERED("recovered"),
    /** It began and is over. */
    BRIEF("brief"),
    /** Nothing: somebody tries the way. */
    TEST("test");

    private final String word;

    Kind(String word) {
      this.word = word;
    }

    /** {@return the end of the type of a CloudEvent} */
    public String word() {
      return word;
    }
  }

  /** {@return title and lines as one text} */
  public String text() {
    return lines.isEmpty() ? title : title + "\n" + String.join("\n", lines);
  }
}
