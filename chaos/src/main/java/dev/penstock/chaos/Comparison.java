package dev.penstock.chaos;

import dev.penstock.runner.commit.CommittedTarget;
import dev.penstock.runner.commit.Entry;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BinaryOperator;
import java.util.stream.Collectors;

/** Whether all sides of a lane tell the same, each row once. */
final class Comparison {
  private final Sides sides;
  private Verdict verdict = Verdict.CLEAN;

  private Comparison(Sides sides) {
    this.sides = sides;
  }

  /**
   * Compares, when nobody writes and the last run is finished.
   *
   * @param finished ids of the runs that said that they are
   */
  static Verdict of(Mode mode, Sides sides, Set<String> finished) {
    var comparison = new Comparison(sides);
    comparison.log(finished);
    comparison.targets();
    comparison.same("directory against log", sides.byLog(), sides.byDirectory());
    if (mode.upserts()) {
      comparison.upserted();
    } else if (mode == Mode.SCD2) {
      comparison.versioned();
    } else if (mode == Mode.ABSENCE) {
      comparison.came();
    } else {
      comparison.same("warehouse against log", sides.byLog(), sides.warehouse());
      if (mode != Mode.SNAPSHOT) {
        comparison.same("log against source", sides.source(), plain(sides.byLog()));
        comparison.same("warehouse against source", sides.source(), plain(sides.warehouse()));
      } else {
        comparison.same("log against source", comparison.snapshots(), sides.byLog());
        comparison.same("warehouse against source", comparison.snapshots(), sides.warehouse());
      }
    }
    return comparison.verdict;
  }

  private void same(String what, List<String> expected, List<String> actual) {
    var wanted = Rows.of(expected);
    var found = Rows.of(actual);
    long lost = found.lacks(wanted);
    long doubled = wanted.lacks(found);
    if (lost > 0 || doubled > 0) {
      verdict =
          verdict.and(
              new Verdict(
                  lost,
                  doubled,
                  List.of(
                      "%s: %s in place of %s, %d lost, %d doubled"
                          .formatted(what, found, wanted, lost, doubled))));
    }
  }

  private void log(Set<String> finished) {
    var runs = sides.log().stream().map(Entry::run).toList();
    for (var run : finished) {
      if (!runs.contains(run)) {
        verdict = verdict.and(Verdict.wrong("run " + run + " is finished and in no entry"));
      }
    }
    if (new HashSet<>(runs).size() < runs.size()) {
      verdict = verdict.and(Verdict.wrong("a run has two entries: " + runs));
    }
  }

  private void targets() {
    for (var entry : sides.foreign()) {
      verdict =
          verdict.and(
              Verdict.wrong(
                  "entry %d of %s names a target of another pipeline"
                      .formatted(entry.number(), entry.pipeline())));
    }
    if (!sides.gone().isEmpty()) {
      verdict =
          verdict.and(
              Verdict.wrong(
                  "%d objects that entries name are gone, the first is %s"
                      .formatted(sides.gone().size(), sides.gone().getFirst())));
    }
  }

  /**
   * {@return the rows that each commit must have} Rows come in the order of their ids, so what a
   * snapshot held is told by its number of rows: all of them at the end, when nobody writes any
   * more, and before it no fewer than the snapshot before.
   */
  private List<String> snapshots() {
    List<String> rows = new ArrayList<>();
    long held = Lane.ROWS;
    for (var entry : sides.log().reversed()) {
      boolean last = entry.equals(sides.log().getFirst());
      held = last ? sides.source().size() : Math.max(held, rows(entry));
      for (var row : sides.source()) {
        if (id(row) <= held) {
          rows.add(row + "|" + entry.number());
        }
      }
    }
    return rows;
  }

  private static long rows(Entry entry) {
    return entry.targets().stream().mapToLong(CommittedTarget::rows).sum();
  }

  /** Nobody writes any more when the last run reads, so it brings what the source has. */
  private void came() {
    same("warehouse against source", sides.source(), plain(sides.warehouse()));
    long last = sides.log().getFirst().number();
    var newest = sides.byLog().stream().filter(row -> commit(row) == last).toList();
    same("newest rows of the log against source", sides.source(), plain(newest));
    same("warehouse against newest rows of the log", newest, sides.warehouse());
  }

  /**
   * Every row that came is a version, valid until the next one of its key; a delete is none, but
   * where nothing was known before it.
   */
  private void versioned() {
    Map<Long, List<String>> byKey = new HashMap<>();
    sides.byLog().forEach(row -> byKey.computeIfAbsent(id(row), id -> new ArrayList<>()).add(row));
    List<String> kept = new ArrayList<>();
    List<String> open = new ArrayList<>();
    List<String> validity = new ArrayList<>();
    for (var rows : byKey.values()) {
      rows.sort(Comparator.comparingLong(Comparison::at));
      for (int i = 0; i < rows.size(); i++) {
        var row = rows.get(i);
        boolean gone = row.split("\\|", -1)[2].equals("gone");
        if (gone && i > 0) {
          continue;
        }
        var next = gone ? "" + at(row) : i + 1 < rows.size() ? "" + at(rows.get(i + 1)) : "null";
        if (next.equals("null")) {
          open.add(row);
        }
        kept.add(row);
        validity.add("%d|%d|%d|%s".formatted(id(row), at(row), at(row), next));
      }
    }
    same("versions that are valid against source", sides.source(), plain(open));
    same("warehouse against log", kept, sides.warehouse());
    same("validity against log", validity, sides.validity());
  }

  private void upserted() {
    same("warehouse against source", sides.source(), plain(sides.warehouse()));
    same("newest in the log against source", sides.source(), newest());
    var known = Rows.of(sides.byLog());
    long strange = known.lacks(Rows.of(sides.warehouse()));
    // An increment delivers no version twice; a window does on purpose.
    var windows =
        sides.log().stream()
            .filter(entry -> entry.window().isPresent())
            .map(entry -> String.valueOf(entry.number()))
            .collect(Collectors.toSet());
    var increments =
        plain(
            sides.byLog().stream()
                .filter(row -> !windows.contains(row.substring(row.lastIndexOf('|') + 1)))
                .toList());
    long again = increments.size() - new HashSet<>(increments).size();
    if (strange + again > 0) {
      verdict =
          verdict.and(
              new Verdict(
                  0,
                  strange + again,
                  List.of(
                      "%d rows of the warehouse are in no part, %d versions were delivered twice"
                          .formatted(strange, again))));
    }
  }

  private List<String> newest() {
    BinaryOperator<String> later =
        BinaryOperator.maxBy(
            Comparator.comparingLong(Comparison::commit).thenComparing(r -> at(r)));
    Map<Long, String> newest = new HashMap<>();
    sides.byLog().forEach(row -> newest.merge(id(row), row, later));
    // What is deleted says so by its note.
    return plain(
        newest.values().stream().filter(row -> !row.split("\\|", -1)[2].equals("gone")).toList());
  }

  private static List<String> plain(List<String> rows) {
    return rows.stream().map(row -> row.substring(0, row.lastIndexOf('|'))).toList();
  }

  private static long id(String row) {
    return Long.parseLong(row.substring(0, row.indexOf('|')));
  }

  private static long commit(String row) {
    return Long.parseLong(row.substring(row.lastIndexOf('|') + 1));
  }

  private static long at(String row) {
    var fields = row.split("\\|", -1);
    return Long.parseLong(fields[fields.length - 2]);
  }
}
