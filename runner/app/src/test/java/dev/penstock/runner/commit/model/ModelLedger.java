package dev.penstock.runner.commit.model;

import static dev.penstock.runner.commit.HistoryMismatch.mismatch;

import dev.penstock.runner.commit.CommittedTarget;
import dev.penstock.runner.commit.Entry;
import dev.penstock.runner.commit.Ledger;
import dev.penstock.runner.commit.Visibility;
import dev.penstock.runner.spi.InternalException;
import dev.penstock.runner.spi.PenstockException;
import dev.penstock.runner.spi.Reason;
import dev.penstock.runner.spi.TransientException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The warehouse as one attempt asks for it, statement by statement as RedshiftLedger does. */
final class ModelLedger implements Ledger {
  private static final int TRIES = 4;

  private final Link link;
  private final Pipelines.Pipeline pipeline;
  private final String attempt;
  private final Mutation mutation;
  private int sessions;

  ModelLedger(Link link, Pipelines.Pipeline pipeline, String attempt, Mutation mutation) {
    this.link = link;
    this.pipeline = pipeline;
    this.attempt = attempt;
    this.mutation = mutation;
  }

  private Object ask(Call call) {
    var reply = link.call(call);
    if (reply == Call.Lost.REPLY) {
      throw new TransientException(
          Reason.WAREHOUSE_UNAVAILABLE, "No reply to " + call, "Try again");
    }
    return reply;
  }

  @Override
  public Optional<Position> position(TableOf target) {
    return position(ask(new Sql.Standing(pipeline.control(target.target()))));
  }

  private static Optional<Position> position(Object reply) {
    return ((Optional<?>) reply).map(Position.class::cast);
  }

  @Override
  public void open(TableOf target, String log, long baseline) {
    var control = pipeline.control(target.target());
    var owner =
        mutation == Mutation.IGNORES_CLAIMS
            ? Optional.<String>empty()
            : Optional.of("owner/" + target.table());
    var controls = Stream.concat(Stream.of(control), owner.stream()).toList();
    controls.forEach(name -> ask(new Sql.CreateControl(name)));
    var session = session();
    var held = lock(session, controls);
    if (position(((List<?>) ask(new Sql.Last(session, List.of(control)))).getFirst()).isPresent()) {
      ask(new Sql.End(session));
      return;
    }
    var position = new Position(log, baseline);
    var done = ask(new Sql.Begin(session, held, owner, control, target.table(), position));
    if (done != Sql.Done.COMMITTED) {
      throw mismatch("Table %s: %s".formatted(target.table(), done));
    }
  }

  private String session() {
    return attempt + "/" + sessions++;
  }

  private List<String> lock(String session, List<String> controls) {
    var held = mutation.locked(controls, attempt);
    held.forEach(control -> ask(new Sql.Lock(session, control)));
    return held;
  }

  @Override
  public Published publish(Entry entry, Visibility parts) {
    var targets = entry.targetsIn(Pipelines.WAREHOUSE);
    for (int tries = 1; ; tries++) {
      try {
        for (var target : targets) {
          reload(entry, target, parts);
        }
        return apply(entry, targets);
      } catch (TransientException e) {
        if (tries == TRIES) {
          throw e;
        }
      }
    }
  }

  private Published apply(Entry entry, List<CommittedTarget> targets) {
    var session = session();
    var controls = targets.stream().map(target -> pipeline.control(target.name())).toList();
    var held = lock(session, controls);
    var standing = (List<?>) ask(new Sql.Last(session, controls));
    List<Sql.Move> due = new ArrayList<>();
    for (int i = 0; i < targets.size(); i++) {
      var target = targets.get(i);
      long previous = target.warehouse().orElseThrow().previous();
      var position = position(standing.get(i));
      if (position.isEmpty() || !position.get().log().equals(entry.log())) {
        ask(new Sql.End(session));
        throw mismatch("The ledger of %s follows %s".formatted(target.name(), position));
      }
      long number = mutation.standing(position.get().number(), previous);
      if (number >= entry.number()) {
        continue;
      }
      if (number < previous) {
        ask(new Sql.End(session));
        return new Published.Behind(target.name(), previous);
      }
      if (number > previous) {
        ask(new Sql.End(session));
        throw mismatch("The ledger of %s holds %d".formatted(target.name(), number));
      }
      due.add(move(entry, target));
    }
    if (ask(new Sql.Commit(session, held, due)) == Sql.Done.NO_STAGED_ROWS) {
      throw new InternalException(
          Reason.INTERNAL_ERROR, "Staged rows of entry %d are gone".formatted(entry.number()), "");
    }
    return new Published.There();
  }

  private Sql.Move move(Entry entry, CommittedTarget target) {
    var staging = pipeline.staging(target.name(), entry.base(), entry.attempt());
    return new Sql.Move(
        pipeline.control(target.name()),
        new Position(entry.log(), entry.number()),
        target.parts().isEmpty() ? Optional.empty() : Optional.of(staging),
        target.warehouse().orElseThrow().table(),
        target.upsert().isPresent());
  }

  private void reload(Entry entry, CommittedTarget target, Visibility parts) {
    var name = pipeline.staging(target.name(), entry.base(), entry.attempt());
    if (target.parts().isEmpty() || exists(name) || there(entry, target)) {
      return;
    }
    try {
      var keys = target.parts().stream().map(part -> parts.locate(target, part)).toList();
      if (!ask(new Sql.Reload(name, keys)).equals(true)) {
        throw new InternalException(Reason.INTERNAL_ERROR, "Could not load " + name, "");
      }
    } catch (PenstockException e) {
      if (!exists(name) && !there(entry, target)) {
        throw e;
      }
    }
  }

  private boolean exists(String staging) {
    return (Integer) ask(new Sql.Count(staging)) >= 0;
  }

  private boolean there(Entry entry, CommittedTarget target) {
    return position(ask(new Sql.Standing(pipeline.control(target.name()))))
        .filter(position -> mutation.standing(position.number(), entry.base()) >= entry.number())
        .isPresent();
  }

  @Override
  public void sweep(long head) {
    for (var name : (List<?>) ask(new Sql.StagingNames(pipeline.stagingPrefix()))) {
      if (Long.parseLong(name.toString().split(":")[2]) < mutation.swept(head)) {
        ask(new Sql.Drop(name.toString()));
      }
    }
  }
}
