package dev.penstock.operator.upstream;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * The commits that one run is for, by the names of their pipelines. Its text stands on the run, so
 * that the account can be had from the runs alone.
 */
public record Combination(SortedMap<String, Commit> commits) {
  private static final int DIGITS = 10;

  /** Copies what it is given. */
  public Combination {
    commits = Collections.unmodifiableSortedMap(new TreeMap<>(commits));
  }

  /** {@return what a text of {@link #text} says; whatever somebody spoilt in it is left out} */
  public static Combination parse(String text) {
    var commits = new TreeMap<String, Commit>();
    for (var part : text.split(",", -1)) {
      int name = part.indexOf('=');
      int number = part.lastIndexOf(':');
      if (name > 0 && number > name && part.substring(number + 1).matches("[0-9]{1,18}")) {
        commits.put(
            part.substring(0, name),
            new Commit(
                part.substring(name + 1, number), Long.parseLong(part.substring(number + 1))));
      }
    }
    return new Combination(commits);
  }

  /** {@return as {@code customers=<uid>:5,orders=<uid>:7}} */
  public String text() {
    return commits.entrySet().stream().map(Combination::text).collect(Collectors.joining(","));
  }

  /**
   * {@return the name of the run of this combination: the same for whoever works it out}
   *
   * @param pipeline whose run it is
   * @param uid of that pipeline
   */
  public String run(String pipeline, String uid) {
    var digits = UUID.nameUUIDFromBytes((uid + "/" + text()).getBytes(StandardCharsets.UTF_8));
    return pipeline + "-after-" + digits.toString().replace("-", "").substring(0, DIGITS);
  }

  private static String text(Map.Entry<String, Commit> commit) {
    return "%s=%s:%d"
        .formatted(commit.getKey(), commit.getValue().uid(), commit.getValue().number());
  }
}
