package dev.penstock.runner.run;

import dev.penstock.api.model.Incremental;
import dev.penstock.api.model.Read;
import dev.penstock.api.model.Source;
import dev.penstock.runner.commit.HistoryMismatch;
import dev.penstock.runner.commit.Watermark;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** How far the log says that sources have been read. */
record Watermarks(List<Watermark> before) {
  Watermarks {
    before = List.copyOf(before);
  }

  /**
   * {@return the watermark of a source; empty: it is read from the beginning}
   *
   * @throws dev.penstock.runner.spi.ConfigurationException when the log means another table or
   *     cursor by that name
   */
  Optional<Watermark> of(String source, Read.Table table, Incremental incremental) {
    var found = before.stream().filter(mark -> mark.source().equals(source)).findFirst();
    found
        .filter(mark ->
            !mark.table().equals(table.qualified()) || !mark.column().equals(incremental.column()))
        .ifPresent(mark -> {
          throw HistoryMismatch.mismatch(
              "Source %s has read table %s by %s up to %s, and is now to read table %s by %s"
                  .formatted(
                      source,
                      mark.table(),
                      mark.column(),
                      mark.at(),
                      table.qualified(),
                      incremental.column()),
              "Give the source a new name, which is read from the beginning, or restore its table"
                  + " and column");
        });
    found.ifPresent(mark -> sameKey(mark, incremental));
    return found;
  }

  // The tail has the columns of the key by which it was written, and no others.
  private static void sameKey(Watermark mark, Incremental incremental) {
    boolean again =
        !incremental.overlap().isZero() || incremental.nulls() == Incremental.Nulls.INCLUDE;
    var key = new LinkedHashSet<>(incremental.key());
    key.add(incremental.column());
    if (again && mark.tail().isPresent() && !mark.key().equals(List.copyOf(key))) {
      throw HistoryMismatch.mismatch(
          "Source %s has told rows apart by %s up to %s, and is now to tell them apart by %s"
              .formatted(
                  mark.source(), String.join(", ", mark.key()), mark.at(), String.join(", ", key)),
          "Give the source a new name, which is read from the beginning, or restore its key");
    }
  }

  /** {@return all watermarks after a run that has moved some, in the order of the log} */
  List<Watermark> after(List<Watermark> moved) {
    List<Watermark> after = new ArrayList<>();
    var bySource = moved.stream().collect(Collectors.toMap(Watermark::source, mark -> mark));
    for (var mark : before) {
      after.add(bySource.getOrDefault(mark.source(), mark));
    }
    var known = before.stream().map(Watermark::source).toList();
    moved.stream().filter(mark -> !known.contains(mark.source())).forEach(after::add);
    return after;
  }

  /** {@return the watermarks of all incremental sources, as if each had been read up to a time} */
  static List<Watermark> at(List<Source> sources, Instant time) {
    List<Watermark> all = new ArrayList<>();
    for (var source : sources) {
      if (source.read() instanceof Read.Table table) {
        table
            .incremental()
            .map(how ->
                new Watermark(
                    source.name(),
                    table.qualified(),
                    how.column(),
                    List.of(),
                    time,
                    Optional.empty(),
                    Optional.empty()))
            .ifPresent(all::add);
      }
    }
    return all;
  }
}
