package dev.penstock.operator.upstream;

import dev.penstock.api.AfterStatus;
import dev.penstock.api.UpstreamStatus;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which commits runs have been made for: the newest of each pipeline, of what the status says and
 * what the runs say. Either may be lost or late; what one of them knows was taken was taken.
 */
final class Taken {
  private record Log(String name, String log) {}

  private final Map<Log, Long> numbers = new HashMap<>();

  private Taken() {}

  static Taken of(@Nullable AfterStatus status, Collection<Combination> runs) {
    var taken = new Taken();
    if (status != null) {
      for (var upstream :
          Objects.requireNonNullElse(status.upstreams(), List.<UpstreamStatus>of())) {
        if (upstream.name() != null && upstream.uid() != null && upstream.taken() != null) {
          taken.add(
              upstream.name(), new Commit(upstream.uid(), upstream.taken(), Optional.empty()));
        }
      }
    }
    runs.forEach(run -> run.commits().forEach(taken::add));
    return taken;
  }

  /** {@return the number that was taken last of the log that this commit is of} */
  Optional<Long> of(String name, Commit commit) {
    return Optional.ofNullable(numbers.get(new Log(name, commit.log())));
  }

  /** {@return whether no run was made for the commit or a later one} */
  boolean isNew(String name, Commit commit) {
    return of(name, commit).filter(number -> number >= commit.number()).isEmpty();
  }

  private void add(String name, Commit commit) {
    numbers.merge(new Log(name, commit.log()), commit.number(), Math::max);
  }
}
