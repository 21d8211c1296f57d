package dev.penstock.runner.commit.model;

import dev.penstock.runner.commit.Entry;
import dev.penstock.runner.spi.PenstockException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One attempt at one moment: all answers that it got so far, and what they make it ask next. The
 * protocol runs once per such moment, from its beginning; an attempt is determined by its answers,
 * so what it asks after the same ones is remembered.
 */
final class Attempting {
  /** One pod: the pipeline and the run that it works for, and which attempt of it it is. */
  record Actor(Pipelines.Pipeline pipeline, String run, int number) {
    Entry.Operation operation() {
      if (run.startsWith("adopt")) {
        return Entry.Operation.BASELINE;
      }
      return run.startsWith("refresh") ? Entry.Operation.REPLACE_ALL : Entry.Operation.APPEND;
    }

    String id() {
      return "attempt-%s-%d".formatted(run, number);
    }
  }

  /** How an attempt ended. */
  sealed interface End {
    record Committed(Entry entry) implements End {}

    record Failed(PenstockException failure) implements End {}
  }

  /** All moments of all attempts that an exploration has met. */
  static final class Book {
    private final Mutation mutation;
    private final Map<Key, Attempting> known = new HashMap<>();
    private final List<Attempting> byId = new ArrayList<>();

    private record Key(Actor actor, Map<String, List<Link.Told>> history) {}

    Book(Mutation mutation) {
      this.mutation = mutation;
    }

    Attempting of(Actor actor) {
      return of(actor, Map.of());
    }

    Attempting of(int id) {
      return byId.get(id);
    }

    int size() {
      return known.size();
    }

    private Attempting of(Actor actor, Map<String, List<Link.Told>> history) {
      var key = new Key(actor, history);
      var there = known.get(key);
      if (there == null) {
        there = new Attempting(this, known.size(), actor, history);
        known.put(key, there);
        byId.add(there);
      }
      return there;
    }
  }

  /** Two puts and a delete of a key that nobody else has. */
  private static final int PROOF = 3;

  private record Edge(String lane, Object reply) {}

  private final Book book;
  private final int id;
  private final Actor actor;
  private final Map<String, List<Link.Told>> history;
  private final int told;
  private final SortedMap<String, Call> asks;
  private final Optional<End> end;
  private final Map<Edge, Attempting> next = new HashMap<>();

  private Attempting(Book book, int id, Actor actor, Map<String, List<Link.Told>> history) {
    this.book = book;
    this.id = id;
    this.actor = actor;
    this.history = history;
    this.told = history.values().stream().mapToInt(List::size).sum();
    var link = new Link(history);
    Optional<End> reached = Optional.empty();
    try {
      reached = Optional.of(new End.Committed(new Program(actor, book.mutation, link).run()));
    } catch (PenstockException e) {
      reached = Optional.of(new End.Failed(e));
    } catch (Link.Parked e) {
      // Its lanes say what it asks.
    }
    this.asks = new TreeMap<>(link.parked());
    this.end = asks.isEmpty() ? reached : Optional.empty();
  }

  int id() {
    return id;
  }

  Actor actor() {
    return actor;
  }

  /** {@return what it asks, by lane; empty: it has ended} */
  SortedMap<String, Call> asks() {
    return asks;
  }

  Optional<End> end() {
    return end;
  }

  /** {@return whether it has proved the store and not yet asked for anything else} */
  boolean isFresh() {
    return told == PROOF;
  }

  /** {@return how many answers it got} */
  int told() {
    return told;
  }

  /** {@return the same attempt after the answer to what one of its lanes asks} */
  Attempting after(String lane, Object reply) {
    return next.computeIfAbsent(
        new Edge(lane, reply),
        edge -> book.of(actor, Link.with(history, lane, asks.get(lane), reply)));
  }
}
