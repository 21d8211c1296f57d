package dev.penstock.runner.commit.model;

import dev.penstock.runner.commit.Ledger.Position;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** All that outlives attempts: a bucket, a warehouse, and requests under way. A value. */
final class World {
  static final World EMPTY =
      new World(
          new TreeMap<>(),
          new TreeMap<>(),
          new TreeMap<>(),
          new TreeMap<>(),
          new TreeMap<>(),
          Set.of());

  private final SortedMap<String, String> objects;
  private final SortedMap<String, List<Position>> controls;
  private final SortedMap<String, List<String>> tables;
  private final SortedMap<String, List<String>> staging;
  private final SortedMap<String, String> locks;
  private final Set<Call> pending;
  private final int hash;

  private World(
      SortedMap<String, String> objects,
      SortedMap<String, List<Position>> controls,
      SortedMap<String, List<String>> tables,
      SortedMap<String, List<String>> staging,
      SortedMap<String, String> locks,
      Set<Call> pending) {
    this.objects = objects;
    this.controls = controls;
    this.tables = tables;
    this.staging = staging;
    this.locks = locks;
    this.pending = pending;
    this.hash = Objects.hash(objects, controls, tables, staging, locks, pending);
  }

  /** {@return contents by key} */
  SortedMap<String, String> objects() {
    return objects;
  }

  /** {@return rows of the control tables, in the order in which they were recorded} */
  SortedMap<String, List<Position>> controls() {
    return controls;
  }

  /** {@return rows of the tables that people read} */
  SortedMap<String, List<String>> tables() {
    return tables;
  }

  /** {@return rows of the staging tables} */
  SortedMap<String, List<String>> staging() {
    return staging;
  }

  /** {@return per locked control table the session that holds it} */
  SortedMap<String, String> locks() {
    return locks;
  }

  /** {@return requests that nobody waits for and that may still arrive} */
  Set<Call> pending() {
    return pending;
  }

  World put(String key, String content) {
    return new World(with(objects, key, content), controls, tables, staging, locks, pending);
  }

  World delete(String key) {
    return new World(without(objects, key), controls, tables, staging, locks, pending);
  }

  World control(String name, List<Position> rows) {
    return new World(
        objects, with(controls, name, List.copyOf(rows)), tables, staging, locks, pending);
  }

  /** {@return the same with a target whose history begins there, and not earlier or later} */
  World begin(String control, Position baseline) {
    List<Position> rows = new ArrayList<>(controls.getOrDefault(control, List.of()));
    rows.removeIf(row -> row.number() > baseline.number());
    rows.add(baseline);
    return control(control, rows).control(beginning(control), List.of(baseline));
  }

  /** {@return the row of a control table that is of no entry, or none} */
  Optional<Position> begun(String control) {
    return controls.getOrDefault(beginning(control), List.of()).stream().findFirst();
  }

  private static String beginning(String control) {
    return "beginning of " + control;
  }

  World record(String control, Position position) {
    List<Position> rows = new ArrayList<>(controls.getOrDefault(control, List.of()));
    rows.add(position);
    return control(control, rows);
  }

  World table(String name, List<String> rows) {
    return new World(
        objects, controls, with(tables, name, List.copyOf(rows)), staging, locks, pending);
  }

  World stage(String name, List<String> rows) {
    return new World(
        objects, controls, tables, with(staging, name, List.copyOf(rows)), locks, pending);
  }

  World drop(String name) {
    return new World(objects, controls, tables, without(staging, name), locks, pending);
  }

  World lock(String control, String session) {
    return new World(objects, controls, tables, staging, with(locks, control, session), pending);
  }

  /** {@return the same after a session has ended; what it was about to do is void} */
  World release(String session) {
    SortedMap<String, String> held = new TreeMap<>(locks);
    held.values().removeIf(session::equals);
    Set<Call> others = new HashSet<>(pending);
    others.removeIf(call -> call instanceof Sql sql && sql.session().equals(session));
    return new World(objects, controls, tables, staging, held, others);
  }

  World pending(Call call) {
    Set<Call> more = new HashSet<>(pending);
    more.add(call);
    return new World(objects, controls, tables, staging, locks, more);
  }

  /** {@return the same after a request has arrived or was given up} */
  World arrived(Call call) {
    Set<Call> fewer = new HashSet<>(pending);
    fewer.remove(call);
    return new World(objects, controls, tables, staging, locks, fewer);
  }

  private static <V> SortedMap<String, V> with(SortedMap<String, V> map, String key, V value) {
    SortedMap<String, V> copy = new TreeMap<>(map);
    copy.put(key, value);
    return copy;
  }

  private static <V> SortedMap<String, V> without(SortedMap<String, V> map, String key) {
    SortedMap<String, V> copy = new TreeMap<>(map);
    copy.remove(key);
    return copy;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof World that
        && hash == that.hash
        && objects.equals(that.objects)
        && controls.equals(that.controls)
        && tables.equals(that.tables)
        && staging.equals(that.staging)
        && locks.equals(that.locks)
        && pending.equals(that.pending);
  }

  @Override
  public int hashCode() {
    return hash;
  }
}
