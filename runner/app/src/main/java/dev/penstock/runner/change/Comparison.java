package dev.penstock.runner.change;

import dev.penstock.api.model.Connection;
import dev.penstock.api.model.Pipeline;
import dev.penstock.api.model.ResourceName;
import dev.penstock.runner.change.Environment.Endpoint;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Compares two states, environment by environment.
 *
 * @param trees of the SQL in both
 * @param knowledge of columns
 * @param now from when on the next times of schedules are told
 */
public record Comparison(Trees trees, Knowledge knowledge, Instant now) {

  /**
   * {@return what changes}
   *
   * @param from the state before, in words
   * @param connected whether the knowledge comes from sources and warehouses
   */
  public Report report(
      String from,
      String to,
      List<Environment> before,
      List<Environment> after,
      boolean connected) {
    Map<String, Environment> was = byName(before);
    Map<String, Environment> is = byName(after);
    var names = new TreeSet<>(was.keySet());
    names.addAll(is.keySet());
    var across = Across.between(before, after);
    Owners.between(before, after)
        .forEach((name, effects) ->
            across.computeIfAbsent(name, key -> new ArrayList<>()).addAll(effects));
    List<EnvironmentChange> changes = new ArrayList<>();
    for (var name : names) {
      changes.add(
          compare(
              was.getOrDefault(name, Environment.empty(name)),
              is.getOrDefault(name, Environment.empty(name)),
              was.containsKey(name)
                  ? is.containsKey(name) ? Kind.CHANGED : Kind.REMOVED
                  : Kind.ADDED,
              across.getOrDefault(name, List.of())));
    }
    return new Report(Report.VERSION, from, to, connected, List.of(), changes);
  }

  private static Map<String, Environment> byName(List<Environment> environments) {
    Map<String, Environment> byName = new TreeMap<>();
    environments.forEach(environment -> byName.put(environment.name(), environment));
    return byName;
  }

  private EnvironmentChange compare(
      Environment before, Environment after, Kind kind, List<Effect> across) {
    var readers = Reader.in(after, trees);
    List<Effect> effects = new ArrayList<>(Problems.between(before, after));
    var places = new ArrayList<>(Places.between(before, after, readers));
    places.addAll(Upstreams.between(before, after));
    places.addAll(across);
    effects.addAll(places);
    List<ConnectionChange> connections = new ArrayList<>();
    for (var name : names(before.connections().keySet(), after.connections().keySet())) {
      connection(before, after, name, connections);
    }
    var pipelines = new PipelineComparison(before, after, readers, trees, knowledge, now);
    var changed =
        names(before.pipelines().keySet(), after.pipelines().keySet()).stream()
            .flatMap(name -> pipelines.of(name).stream())
            .toList();
    boolean same =
        kind == Kind.CHANGED
            && connections.isEmpty()
            && changed.isEmpty()
            && Problems.same(before, after)
            && places.isEmpty();
    return new EnvironmentChange(
        after.name(), same ? Kind.SAME : kind, effects, connections, changed);
  }

  private static List<ResourceName> names(
      Iterable<ResourceName> one, Iterable<ResourceName> other) {
    var names = Environment.<Boolean>byName();
    one.forEach(name -> names.put(name, true));
    other.forEach(name -> names.put(name, true));
    return List.copyOf(names.keySet());
  }

  private static void connection(
      Environment before, Environment after, ResourceName name, List<ConnectionChange> changes) {
    var was = before.connections().get(name);
    var is = after.connections().get(name);
    if (was == null || is == null) {
      changes.add(
          new ConnectionChange(
              name.namespace(),
              name.name(),
              was == null ? Kind.ADDED : Kind.REMOVED,
              List.of(),
              List.of()));
      return;
    }
    var fields = FieldChanges.between(was.spec(), is.spec());
    if (!fields.isEmpty()) {
      changes.add(
          new ConnectionChange(
              name.namespace(),
              name.name(),
              Kind.CHANGED,
              fields,
              effects(name, was, is, users(before, after, name), tellers(before, after, name))));
    }
  }

  private static List<Effect> effects(
      ResourceName name,
      Endpoint was,
      Endpoint is,
      List<Pipeline> users,
      List<ResourceName> tellers) {
    if (was.valid().isEmpty() || is.valid().isEmpty()) {
      return List.of();
    }
    Connection before = was.valid().get();
    Connection after = is.valid().get();
    return ConnectionEffects.between(name, before, after, users, tellers);
  }

  private static List<ResourceName> tellers(
      Environment before, Environment after, ResourceName name) {
    return NotifyEffects.tellers(after, name).stream()
        .filter(before.pipelines()::containsKey)
        .toList();
  }

  private static List<Pipeline> users(Environment before, Environment after, ResourceName name) {
    return after.valid().stream()
        .filter(pipeline -> before.pipelines().containsKey(pipeline.id()))
        .filter(pipeline -> pipeline.id().namespace().equals(name.namespace()))
        .filter(pipeline -> pipeline.connections().contains(name.name()))
        .toList();
  }
}
