package dev.penstock.runner.commit.model;

import dev.penstock.runner.commit.CommitLog;
import dev.penstock.runner.commit.CommittedPart;
import dev.penstock.runner.commit.CommittedTarget;
import dev.penstock.runner.commit.Entry;
import dev.penstock.runner.commit.Ledger.Position;
import dev.penstock.runner.commit.Watermark;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Says whether a world is as it must be, by what the log of that world says. */
final class Judge {
  private static final Pattern PART =
      Pattern.compile("(.*)/parts/(\\d{20})-(attempt-[^/]+)/([^/]+)-(\\d{5})\\.parquet");
  private static final Pattern TAIL = Pattern.compile("(.*)/parts/(\\d{20})-[^/]+/tail-.*");
  private static final Pattern STAGING = Pattern.compile("([^:]+):([^:]+):(\\d{20}):(.+)");

  /** What is wrong. */
  record Finding(Invariant invariant, String what) {}

  private final List<Pipelines.Pipeline> pipelines;
  private final Map<String, Entry> parsed = new HashMap<>();
  private final Map<String, String> rows = new HashMap<>();

  Judge(Scenario scenario) {
    this.pipelines = scenario.pipelines();
  }

  /** {@return the entries of a pipeline by number} */
  TreeMap<Long, Entry> log(World world, Pipelines.Pipeline pipeline) {
    var folder = pipeline.root() + "/log/";
    TreeMap<Long, Entry> entries = new TreeMap<>();
    world
        .objects()
        .subMap(folder, folder + "~")
        .forEach((key, json) -> entries.put(number(key), parsed(pipeline, key, json)));
    return entries;
  }

  /** {@return whether an entry adds rows: an adopt comes too late from then on} */
  boolean hasBegun(World world, Pipelines.Pipeline pipeline) {
    return log(world, pipeline).values().stream()
        .anyMatch(entry -> entry.number() > 0 && entry.operation() != Entry.Operation.BASELINE);
  }

  private static long number(String key) {
    return Long.parseLong(key.substring(key.length() - 25, key.length() - 5));
  }

  private Entry parsed(Pipelines.Pipeline pipeline, String key, String json) {
    return parsed.computeIfAbsent(
        json,
        text -> {
          var link =
              new Link(Map.of("", List.of(new Link.Told(new S3.Get(key), Optional.of(text)))));
          return new CommitLog(new ModelBucket(link), pipeline.root()).read(number(key));
        });
  }

  /** {@return what a step did that none may do} */
  Optional<Finding> step(World before, World after) {
    for (var object : before.objects().entrySet()) {
      var key = object.getKey();
      var now = after.objects().get(key);
      if (object.getValue().equals(now)) {
        continue;
      }
      if (key.contains("/log/")) {
        return found(Invariant.ENTRIES_STAND, "%s was changed", key);
      }
      if (now == null && !committed(before, key)) {
        return found(Invariant.COMMITTABLE_STAYS, "%s was deleted", key);
      }
    }
    for (var name : before.staging().keySet()) {
      if (!after.staging().containsKey(name)) {
        var finding = dropped(before, name);
        if (finding.isPresent()) {
          return finding;
        }
      }
    }
    return Optional.empty();
  }

  /** {@return whether the only number of what lies at that key is taken} */
  private boolean committed(World world, String key) {
    for (var pattern : List.of(PART, TAIL)) {
      var matcher = pattern.matcher(key);
      if (matcher.matches()) {
        long base = Long.parseLong(matcher.group(2));
        return world
            .objects()
            .containsKey("%s/log/%020d.json".formatted(matcher.group(1), base + 1));
      }
    }
    return true;
  }

  private Optional<Finding> dropped(World world, String name) {
    var matcher = matched(STAGING, name);
    var pipeline =
        pipelines.stream().filter(p -> p.name().equals(matcher.group(1))).findFirst().orElseThrow();
    long number = Long.parseLong(matcher.group(3)) + 1;
    var entry = log(world, pipeline).get(number);
    if (entry == null) {
      return found(Invariant.COMMITTABLE_STAYS, "%s was dropped", name);
    }
    var standing = standing(world, pipeline, matcher.group(2));
    return entry.attempt().equals(matcher.group(4)) && standing.orElse(0) < number
        ? found(Invariant.NAMED_STAYS, "%s was dropped before its publish", name)
        : Optional.empty();
  }

  private static OptionalLong standing(World world, Pipelines.Pipeline pipeline, String target) {
    return world.controls().getOrDefault(pipeline.control(target), List.of()).stream()
        .mapToLong(Position::number)
        .max();
  }

  /** {@return what is wrong with a world, whatever its attempts are about to do} */
  Optional<Finding> world(World world) {
    List<Finding> findings = new ArrayList<>();
    for (var pipeline : pipelines) {
      var log = log(world, pipeline);
      entries(pipeline, log, findings);
      for (var entry : log.values()) {
        readable(world, entry, log.values(), findings);
      }
      if (!log.isEmpty()) {
        tails(world, log.lastEntry().getValue(), findings);
      }
      for (var target : pipeline.targets()) {
        target.path().ifPresent(path -> dataset(world, path, findings));
        target.table().ifPresent(table -> table(world, pipeline, target, table, findings));
      }
    }
    return findings.stream().findFirst();
  }

  private void entries(
      Pipelines.Pipeline pipeline, TreeMap<Long, Entry> log, List<Finding> findings) {
    if (!log.isEmpty() && log.lastKey() != log.size() - 1) {
      findings.add(new Finding(Invariant.ENTRIES_STAND, "Numbers " + log.keySet()));
    }
    Set<String> runs = new HashSet<>();
    Set<String> rows = new HashSet<>();
    log.tailMap(1L)
        .forEach((number, entry) -> {
          if (!runs.add(entry.run())) {
            findings.add(
                new Finding(Invariant.ONE_ENTRY_PER_RUN, "Run %s twice".formatted(entry.run())));
          }
          for (var target : pipeline.targets()) {
            for (var row : rows(target, entry)) {
              if (!target.upsert() && !rows.add(Rows.identity(row))) {
                findings.add(new Finding(Invariant.NO_ROW_TWICE, "The log names it: " + row));
              }
            }
          }
        });
  }

  private List<String> rows(Pipelines.Target target, Entry entry) {
    return entry.target(target.name()).stream()
        .flatMap(committed -> committed.parts().stream())
        .map(part -> row(target, part))
        .toList();
  }

  private String row(Pipelines.Target target, CommittedPart part) {
    return rows.computeIfAbsent(
        part.staged(),
        key -> {
          var matcher = matched(PART, key);
          return Rows.of(
              target,
              Long.parseLong(matcher.group(2)),
              matcher.group(3),
              Integer.parseInt(matcher.group(5)));
        });
  }

  private static Matcher matched(Pattern pattern, String text) {
    var matcher = pattern.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalStateException(text);
    }
    return matcher;
  }

  private static void readable(
      World world, Entry entry, Collection<Entry> log, List<Finding> findings) {
    for (var target : entry.targets()) {
      for (var part : target.parts()) {
        if (part.visible().filter(world.objects()::containsKey).isEmpty()
            && !world.objects().containsKey(part.staged())
            && !superseded(entry, target.name(), part, log)) {
          findings.add(new Finding(Invariant.NAMED_STAYS, part.staged() + " is gone"));
        }
      }
    }
  }

  private static boolean superseded(
      Entry entry, String target, CommittedPart part, Collection<Entry> log) {
    return log.stream()
        .anyMatch(later ->
            later.number() > entry.number()
                && later
                    .target(target)
                    .filter(over -> later.supersedes(over) || over.overtakes(part))
                    .isPresent());
  }

  private static void tails(World world, Entry head, List<Finding> findings) {
    head.watermarks().stream()
        .flatMap(watermark -> watermark.tail().stream())
        .map(Watermark.Tail::key)
        .filter(key -> !world.objects().containsKey(key))
        .forEach(key -> findings.add(new Finding(Invariant.NAMED_STAYS, key + " is gone")));
  }

  private void dataset(World world, String path, List<Finding> findings) {
    if (owners(world, path) > 1) {
      findings.add(new Finding(Invariant.ONE_LOG_PER_TARGET, "Two logs name " + path));
    }
    Map<String, String> due = visible(world, path, true);
    lying(world, path)
        .forEach((key, content) -> {
          if (!content.equals(due.get(key))) {
            findings.add(
                new Finding(Invariant.ONLY_COMMITTED_IS_VISIBLE, key + " holds " + content));
          }
        });
  }

  private static Map<String, String> lying(World world, String path) {
    Map<String, String> objects = new TreeMap<>(world.objects().subMap(path + "/", path + "/~"));
    objects.keySet().removeIf(key -> !key.endsWith(".parquet"));
    return objects;
  }

  /**
   * {@return what entries say that lies below a path}
   *
   * @param earlier also what a later entry has superseded
   */
  private Map<String, String> visible(World world, String path, boolean earlier) {
    Map<String, String> due = new TreeMap<>();
    for (var pipeline : pipelines) {
      for (var target : pipeline.targets()) {
        if (target.path().filter(path::equals).isPresent()) {
          var log = log(world, pipeline).values();
          for (var entry : log) {
            entry.target(target.name()).stream()
                .flatMap(committed -> committed.parts().stream())
                .filter(part -> earlier || !superseded(entry, target.name(), part, log))
                .forEach(part -> due.put(part.visible().orElseThrow(), row(target, part)));
          }
        }
      }
    }
    return due;
  }

  private long owners(World world, String place) {
    return pipelines.stream()
        .filter(pipeline ->
            pipeline.targets().stream()
                .filter(target ->
                    target.path().filter(place::equals).isPresent()
                        || target.table().filter(place::equals).isPresent())
                .anyMatch(target ->
                    log(world, pipeline).values().stream()
                        .anyMatch(entry -> entry.target(target.name()).isPresent())))
        .count();
  }

  private void table(
      World world,
      Pipelines.Pipeline pipeline,
      Pipelines.Target target,
      String table,
      List<Finding> findings) {
    if (owners(world, table) > 1) {
      findings.add(new Finding(Invariant.ONE_LOG_PER_TARGET, "Two logs name " + table));
      return;
    }
    var log = log(world, pipeline);
    var control = world.controls().getOrDefault(pipeline.control(target.name()), List.of());
    long last = -1;
    for (var position : control) {
      if (position.number() <= last || position.number() > log.lastKey()) {
        var invariant =
            position.number() == last
                ? Invariant.NO_ROW_TWICE
                : position.number() < last
                    ? Invariant.PUBLISHED_IN_ORDER
                    : Invariant.ONLY_COMMITTED_IS_VISIBLE;
        findings.add(new Finding(invariant, "The ledger of %s: %s".formatted(table, control)));
        return;
      }
      last = position.number();
    }
    if (owners(world, table) == 1
        && log.values().stream().noneMatch(e -> e.target(target.name()).isPresent())) {
      return;
    }
    List<String> due = List.of();
    for (var entry : log.headMap(last, true).values()) {
      boolean begins = entry.target(target.name()).filter(entry::supersedes).isPresent();
      List<String> before =
          begins
              ? List.of()
              : Rows.without(due, entry.target(target.name()).flatMap(CommittedTarget::days));
      due = Rows.applied(before, rows(target, entry), target.upsert());
    }
    compare(world, pipeline, target, due, findings);
  }

  private void compare(
      World world,
      Pipelines.Pipeline pipeline,
      Pipelines.Target target,
      List<String> due,
      List<Finding> findings) {
    var holds = world.tables().getOrDefault(target.table().orElseThrow(), List.of());
    if (holds.equals(due)) {
      return;
    }
    var text = "Table holds %s, its ledger says %s".formatted(holds, due);
    List<String> committed = new ArrayList<>();
    log(world, pipeline).values().forEach(entry -> committed.addAll(rows(target, entry)));
    if (!committed.containsAll(holds)) {
      findings.add(new Finding(Invariant.ONLY_COMMITTED_IS_VISIBLE, text));
    } else if (new HashSet<>(holds).size() < holds.size()) {
      findings.add(new Finding(Invariant.NO_ROW_TWICE, text));
    } else if (!holds.containsAll(due)) {
      findings.add(new Finding(Invariant.NO_ROW_LOST, text));
    } else {
      findings.add(new Finding(Invariant.PUBLISHED_IN_ORDER, text));
    }
  }

  /**
   * {@return what is wrong with a world whose runs have all ended}
   *
   * @param finished runs that ended well
   */
  Optional<Finding> atRest(World world, Set<String> finished) {
    Set<String> runs = new HashSet<>();
    for (var pipeline : pipelines) {
      var log = log(world, pipeline);
      if (log.isEmpty() || log.lastKey() == 0) {
        continue;
      }
      log.tailMap(1L).values().forEach(entry -> runs.add(entry.run()));
      for (var target : pipeline.targets()) {
        if (target.table().isPresent()
            && standing(world, pipeline, target.name()).orElse(-1) != log.lastKey()) {
          return found(Invariant.NO_ROW_LOST, "Target %s is not published", target.name());
        }
        if (target.path().isPresent()
            && !lying(world, target.path().get())
                .equals(visible(world, target.path().get(), false))) {
          return found(Invariant.NO_ROW_LOST, "Path %s lacks parts", target.path().get());
        }
      }
    }
    return runs.equals(finished)
        ? Optional.empty()
        : found(Invariant.ONE_ENTRY_PER_RUN, "The log has " + runs + ", finished are %s", finished);
  }

  private static Optional<Finding> found(Invariant invariant, String text, Object object) {
    return Optional.of(new Finding(invariant, text.formatted(object)));
  }
}
