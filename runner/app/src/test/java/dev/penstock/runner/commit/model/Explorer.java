package dev.penstock.runner.commit.model;

import dev.penstock.runner.commit.Entry;
import dev.penstock.runner.spi.ConfigurationException;
import dev.penstock.runner.spi.Reason;
import dev.penstock.runner.spi.TransientException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Visits every state of a scenario, depth first. Three reductions, all sound for the invariants: a
 * state that was visited is not visited again (the graph has no cycle: each step makes an attempt
 * wiser or a request arrive); of two attempts that differ by their names alone the first goes on;
 * and where some lane's next request commutes with all that anybody can still do ({@link
 * Call#commutes}), only that lane moves: an ample set of one process, of steps that no invariant
 * sees.
 */
final class Explorer {
  private static final int ENDLESS = 400;
  private static final int COMMITTED = 1;
  private static final int REFUSED = 2;
  private static final int TOO_LATE = 3;

  /** One move: what people read about it, and where it leads. */
  private record Step(Supplier<String> text, State to) {}

  /** How much was explored. */
  record Explored(int states, long steps, double schedules, int moments, long millis) {}

  private final Scenario scenario;
  private final List<Scenario.RunOf> runs = new ArrayList<>();
  private final Attempting.Book book;
  private final Judge judge;
  private final Seen seen = new Seen();
  private final Map<World, Integer> numbers = new HashMap<>();
  private final List<World> worlds = new ArrayList<>();
  private final Deque<Step> path = new ArrayDeque<>();
  private long steps;

  Explorer(Scenario scenario) {
    this.scenario = scenario;
    this.book = new Attempting.Book(scenario.mutation());
    this.judge = new Judge(scenario);
    runs.addAll(scenario.runs());
    for (var pipeline : scenario.pipelines()) {
      runs.add(new Scenario.RunOf(pipeline, "last-" + pipeline.name(), 1));
    }
  }

  /** Visits everything; {@return how much that was}, or throws the first {@link Violation} */
  Explored explore() {
    long from = System.nanoTime();
    var none = new int[runs.size()];
    var state =
        new State(
            number(scenario.start()),
            new int[0],
            none,
            none,
            scenario.deaths(),
            scenario.lost(),
            false);
    for (int run = 0; run < scenario.runs().size(); run++) {
      for (int i = 0; i < runs.get(run).attempts(); i++) {
        state = begin(state, run);
      }
    }
    double schedules = visit(state);
    return new Explored(
        seen.size(), steps, schedules, book.size(), (System.nanoTime() - from) / 1_000_000);
  }

  private double visit(State state) {
    long high = state.fingerprint(1);
    long low = state.fingerprint(2);
    double known = seen.schedules(high, low);
    if (known >= 0) {
      return known;
    }
    var next = steps(state);
    if (state.living().length == 0) {
      found(judge.atRest(world(state), finished(state)));
    } else if (next.isEmpty()) {
      violated(Invariant.RETRY_FINISHES, "All attempts wait for each other");
    }
    double schedules = next.isEmpty() ? 1 : 0;
    for (var step : next) {
      steps++;
      path.addLast(step);
      schedules += visit(step.to());
      path.removeLast();
    }
    seen.put(high, low, schedules);
    return schedules;
  }

  private Set<String> finished(State state) {
    Set<String> names = new HashSet<>();
    for (int run = 0; run < runs.size(); run++) {
      if (state.ended()[run] == COMMITTED) {
        names.add(runs.get(run).name());
      }
    }
    return names;
  }

  private List<Step> steps(State state) {
    var world = world(state);
    for (int i = 0; i < state.living().length; i++) {
      var attempt = book.of(state.living()[i]);
      for (var asked : attempt.asks().entrySet()) {
        if (asked.getValue().commutes(world)
            && attempt.after(asked.getKey(), asked.getValue().on(world).reply()).end().isEmpty()) {
          List<Step> only = new ArrayList<>();
          answers(state, i, asked.getKey(), asked.getValue(), only);
          return only;
        }
      }
    }
    List<Step> all = new ArrayList<>();
    for (int i = 0; i < state.living().length; i++) {
      if (hasTwin(state, i)) {
        continue;
      }
      int index = i;
      book.of(state.living()[i])
          .asks()
          .forEach((lane, call) -> answers(state, index, lane, call, all));
      if (state.deaths() > 0) {
        all.add(death(state, i));
      }
    }
    for (var call : world.pending()) {
      var given = world.arrived(call);
      var after = call.possible(given) ? call.late(given) : given;
      // One that would do nothing now may still do something later.
      if (!after.equals(given) || call instanceof Sql.End) {
        all.add(new Step(() -> "late     " + text(call), state.in(judged(world, after))));
      }
    }
    return all;
  }

  /**
   * {@return whether an earlier attempt of the same run stands where this one does, neither having
   * left a trace} They differ by their names alone, so it makes no difference which one goes on.
   */
  private boolean hasTwin(State state, int index) {
    var attempt = book.of(state.living()[index]);
    for (int i = 0; i < index; i++) {
      var other = book.of(state.living()[i]);
      if (other.actor().run().equals(attempt.actor().run())
          && other.isFresh()
          && attempt.isFresh()) {
        return true;
      }
    }
    return false;
  }

  private void answers(State state, int index, String lane, Call call, List<Step> into) {
    var world = world(state);
    if (!call.possible(world)) {
      return;
    }
    into.add(answer(state, index, lane, call, call.on(world), false));
    if (state.lost() > 0) {
      for (var outcome : call.troubled(world)) {
        into.add(answer(state, index, lane, call, outcome, true));
      }
    }
  }

  private Step answer(
      State state, int index, String lane, Call call, Call.Outcome outcome, boolean trouble) {
    var before = book.of(state.living()[index]);
    var after = before.after(lane, outcome.reply());
    var next =
        state
            .in(judged(world(state), outcome.world()))
            .bound(state.deaths(), state.lost() - (trouble ? 1 : 0))
            .with(index, after.id());
    Supplier<String> text =
        () ->
            "%s%s %s -> %s%s"
                .formatted(
                    before.actor().id(), lane, text(call), text(outcome.reply()), ending(after));
    if (after.told() > ENDLESS) {
      path.addLast(new Step(text, next));
      violated(Invariant.RETRY_FINISHES, "Attempt %s does not end".formatted(after.actor().id()));
    }
    var step = new Step(text, next);
    if (after.end().isEmpty()) {
      return step;
    }
    path.addLast(step);
    var ended = ended(next, index, after.end().get());
    path.removeLast();
    return new Step(text, ended);
  }

  private State ended(State state, int index, Attempting.End end) {
    var actor = book.of(state.living()[index]).actor();
    int run = run(actor);
    var rest = state.without(index);
    return switch (end) {
      case Attempting.End.Committed(var entry) -> {
        if (!entry.run().equals(actor.run())) {
          violated(Invariant.ONE_ENTRY_PER_RUN, "It ends with an entry of " + entry.run());
        }
        yield waiting(rest.ended(run, COMMITTED));
      }
      case Attempting.End.Failed(var failure) -> {
        if (failure instanceof TransientException) {
          yield scenario.eager() ? succeeded(rest, run) : waiting(rest);
        }
        if (scenario.isContended()
            && failure instanceof ConfigurationException
            && failure.reason() == Reason.HISTORY_MISMATCH
            && judge.log(world(state), actor.pipeline()).lastKey() == 0) {
          yield waiting(rest.ended(run, REFUSED));
        }
        if (actor.operation() == Entry.Operation.BASELINE
            && failure.reason() == Reason.HISTORY_MISMATCH
            && judge.hasBegun(world(state), actor.pipeline())) {
          yield waiting(rest.ended(run, TOO_LATE));
        }
        violated(Invariant.RETRY_FINISHES, "No retry repeats " + failure);
        yield rest;
      }
    };
  }

  /** The process is gone. Whatever it has sent may still arrive, its sessions stay for a while. */
  private Step death(State state, int index) {
    var attempt = book.of(state.living()[index]);
    var before = world(state);
    var after = before;
    for (var call : attempt.asks().values()) {
      after = call.writes() ? after.pending(call) : after;
    }
    for (var session : before.locks().values()) {
      if (session.startsWith(attempt.actor().id() + "/")) {
        after = after.pending(new Sql.End(session));
      }
    }
    var next =
        state.in(judged(before, after)).bound(state.deaths() - 1, state.lost()).without(index);
    return new Step(
        () -> "%s dies, asking %s".formatted(attempt.actor().id(), attempt.asks().values()),
        succeeded(next, run(attempt.actor())));
  }

  /** Begins the next attempt of a run that nobody works for. */
  private State succeeded(State state, int run) {
    return state.ended(run) || isAlive(state, run) ? waiting(state) : begin(state, run);
  }

  /** Once all have ended, begins what has failed once more, and then the run after all others. */
  private State waiting(State state) {
    if (state.living().length > 0) {
      return state;
    }
    for (int run = 0; run < runs.size(); run++) {
      if (!state.ended(run) && state.started()[run] > 0) {
        return begin(state, run);
      }
    }
    if (state.last()) {
      return state;
    }
    var next = state.atLast();
    for (int i = scenario.runs().size(); i < runs.size(); i++) {
      if (!isRefused(state, runs.get(i).pipeline())) {
        next = begin(next, i);
      }
    }
    return next;
  }

  private boolean isAlive(State state, int run) {
    for (int attempt : state.living()) {
      if (run(book.of(attempt).actor()) == run) {
        return true;
      }
    }
    return false;
  }

  private boolean isRefused(State state, Pipelines.Pipeline pipeline) {
    for (int run = 0; run < runs.size(); run++) {
      if (state.ended()[run] == REFUSED && runs.get(run).pipeline().equals(pipeline)) {
        return true;
      }
    }
    return false;
  }

  private State begin(State state, int run) {
    var of = runs.get(run);
    var actor = new Attempting.Actor(of.pipeline(), of.name(), state.started()[run] + 1);
    return state.begun(run, book.of(actor).id());
  }

  private int run(Attempting.Actor actor) {
    for (int run = 0; run < runs.size(); run++) {
      if (runs.get(run).name().equals(actor.run())) {
        return run;
      }
    }
    throw new IllegalStateException("No run " + actor.run());
  }

  private World world(State state) {
    return worlds.get(state.world());
  }

  /** {@return the number of a world that a step has led to, after a look at both} */
  private int judged(World before, World after) {
    if (after.equals(before)) {
      return numbers.get(before);
    }
    found(judge.step(before, after));
    var known = numbers.get(after);
    if (known != null) {
      return known;
    }
    found(judge.world(after));
    return number(after);
  }

  private int number(World world) {
    numbers.put(world, worlds.size());
    worlds.add(world);
    return worlds.size() - 1;
  }

  private void found(Optional<Judge.Finding> finding) {
    finding.ifPresent(wrong -> violated(wrong.invariant(), wrong.what()));
  }

  private void violated(Invariant invariant, String what) {
    var schedule = path.stream().map(step -> step.text().get()).toList();
    throw new Violation(invariant, shortened(what), schedule);
  }

  private static String ending(Attempting after) {
    return after
        .end()
        .map(end ->
            switch (end) {
              case Attempting.End.Committed(var entry) -> ", ends with " + entry.number();
              case Attempting.End.Failed(var failure) -> ", ends with " + failure.reason();
            })
        .orElse("");
  }

  private static String text(Object value) {
    var text = shortened(String.valueOf(value)).replaceAll("\\s+", " ");
    return text.length() <= 160 ? text : text.substring(0, 157) + "...";
  }

  /** Numbers without their leading zeros. */
  private static String shortened(String text) {
    return text.replaceAll("\\b0{4,19}(?=\\d)", "");
  }
}
