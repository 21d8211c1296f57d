package dev.penstock.operator.upstream;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The commits that one run is for, by the names of their pipelines. Its text stands on the run, so
 * that the account can be had from the runs alone.
 */
public record Combination(SortedMap<String, Commit> commits) {
  private static final int DIGITS = 10;
  private static final Pattern PART =
      Pattern.compile("([^=]+)=(.*):([0-9]{1,18})(?:@([0-9TZ:.-]+))?");

  /** Copies what it is given. */
  public Combination {
    commits = Collections.unmodifiableSortedMap(new TreeMap<>(commits));
  }

  /** {@return what a text of {@link #text} says; whatever somebody spoilt in it is left out} */
  public static Combination parse(String text) {
    var commits = new TreeMap<String, Commit>();
    for (var part : text.split(",", -1)) {
      var commit = PART.matcher(part);
      if (commit.matches()) {
        commits.put(
            commit.group(1),
            new Commit(
                commit.group(2),
                Long.parseLong(commit.group(3)),
                Optional.ofNullable(commit.group(4))));
      }
    }
    return new Combination(commits);
  }

  /** {@return as {@code customers=<uid>:5@2026-11-24T11:00:00Z,orders=<uid>:7}} */
  public String text() {
    return commits.entrySet().stream()
        .map(commit -> text(commit) + commit.getValue().ended().map(time -> "@" + time).orElse(""))
        .collect(Collectors.joining(","));
  }

  /**
   * {@return the name of the run of this combination: the same for whoever works it out}
   *
   * @param pipeline whose run it is
   * @param uid of that pipeline
   */
  public String run(String pipeline, String uid) {
    // Without times: whoever does not know them must find the same.
    var which = commits.entrySet().stream().map(Combination::text).collect(Collectors.joining(","));
    var digits = UUID.nameUUIDFromBytes((uid + "/" + which).getBytes(StandardCharsets.UTF_8));
    return pipeline + "-after-" + digits.toString().replace("-", "").substring(0, DIGITS);
  }

  private static String text(Map.Entry<String, Commit> commit) {
    return "%s=%s:%d"
        .formatted(commit.getKey(), commit.getValue().log(), commit.getValue().number());
  }
}
