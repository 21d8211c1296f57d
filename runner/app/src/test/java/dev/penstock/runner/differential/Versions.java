package dev.penstock.runner.differential;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The history of keys, computed one after the other from all that was ever said of them. */
public final class Versions {
  private Versions() {}

  /**
   * A row that was delivered.
   *
   * @param at in a form whose order is that of time
   * @param says the columns whose change is a new version; empty: it is deleted
   * @param rank the greater one counts of two that say something of one instant
   */
  public record Said<R extends Comparable<R>>(
      List<String> key, String at, Optional<String> says, R rank) {}

  /**
   * A version.
   *
   * @param to empty: it is valid still; the same as {@code from}: a delete of what was not known
   */
  public record Version(List<String> key, String from, Optional<String> to, String says) {
    @Override
    public String toString() {
      return "%s|%s|%s|%s".formatted(String.join("|", key), from, to.orElse("null"), says);
    }
  }

  /** What stands for the columns of a row that is a delete. */
  public static final String GONE = "gone";

  /** {@return the lines of a table that keeps the versions, sorted} */
  public static <R extends Comparable<R>> List<String> of(Collection<Said<R>> said) {
    return said.stream().collect(Collectors.groupingBy(Said::key)).values().stream()
        .flatMap(of -> history(of).stream())
        .map(Version::toString)
        .sorted()
        .toList();
  }

  private static <R extends Comparable<R>> List<Version> history(List<Said<R>> ofOneKey) {
    Map<String, Said<R>> byInstant = new TreeMap<>();
    for (var one : ofOneKey) {
      byInstant.merge(
          one.at(),
          one,
          (a, b) -> Comparator.<Said<R>, R>comparing(Said::rank).compare(a, b) >= 0 ? a : b);
    }
    List<Version> versions = new ArrayList<>();
    Optional<Version> open = Optional.empty();
    for (var one : byInstant.values()) {
      if (one.says().isEmpty()) {
        if (open.isPresent()) {
          versions.add(until(open.get(), one.at()));
          open = Optional.empty();
        } else if (versions.isEmpty()) {
          versions.add(new Version(one.key(), one.at(), Optional.of(one.at()), GONE));
        }
        continue;
      }
      var says = one.says().get();
      if (open.isPresent() && Objects.equals(open.get().says(), says)) {
        continue;
      }
      open.ifPresent(before -> versions.add(until(before, one.at())));
      open = Optional.of(new Version(one.key(), one.at(), Optional.empty(), says));
    }
    open.ifPresent(versions::add);
    return versions;
  }

  private static Version until(Version version, String at) {
    return new Version(version.key(), version.from(), Optional.of(at), version.says());
  }
}
