package dev.penstock.chaos;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Rows as texts in no order, each as often as it is there.
 *
 * @param times by row, one or more
 */
record Rows(Map<String, Long> times) {
  Rows {
    times = Map.copyOf(times);
  }

  static Rows of(Collection<String> rows) {
    return new Rows(
        rows.stream().collect(Collectors.groupingBy(Function.identity(), Collectors.counting())));
  }

  long count() {
    return times.values().stream().mapToLong(Long::longValue).sum();
  }

  /** {@return how many rows of the others are here too seldom, or not at all} */
  long lacks(Rows others) {
    return others.times.entrySet().stream()
        .mapToLong(row -> Math.max(0, row.getValue() - times.getOrDefault(row.getKey(), 0L)))
        .sum();
  }

  /** {@return a hash of the contents, whatever their order} */
  long hash() {
    return times.entrySet().stream().mapToLong(row -> row.getValue() * hash(row.getKey())).sum();
  }

  private static long hash(String row) {
    try {
      var digest = MessageDigest.getInstance("MD5").digest(row.getBytes(StandardCharsets.UTF_8));
      return ByteBuffer.wrap(digest).getLong();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public String toString() {
    return "%d rows (%016x)".formatted(count(), hash());
  }
}
