package dev.penstock.runner.commit.model;

import static dev.penstock.runner.commit.HistoryMismatch.mismatch;

import dev.penstock.runner.commit.CommittedTarget;
import dev.penstock.runner.commit.Entry;
import dev.penstock.runner.commit.Ledger;
import dev.penstock.runner.commit.Turn;
import dev.penstock.runner.commit.Visibility;
import dev.penstock.runner.spi.ConfigurationException;
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
    return standing(target);
  }

  @Override
  public Optional<Position> standing(TableOf target) {
    return position(ask(new Sql.Standing(pipeline.control(target.target()))));
  }

  private static Optional<Position> position(Object reply) {
    return ((Optional<?>) reply).map(Position.class::cast);
  }

  @Override
  public void open(TableOf target, String log, long baseline) {
    begin(target, Optional.empty(), new Position(log, baseline));
  }

  @Override
  public void reopen(TableOf target, Position ended, long baseline) {
    begin(target, Optional.of(ended), new Position(ended.log(), baseline));
  }

  @Override
  public Optional<Long> beginning(TableOf target) {
    return position(ask(new Sql.Beginning(pipeline.control(target.target()))))
        .map(Position::number);
  }

  @Override
  public void rewind(TableOf target, Position begun, long baseline) {
    begin(target, Optional.of(begun), new Position(begun.log(), baseline));
  }

  private void begin(TableOf target, Optional<Position> from, Position baseline) {
    var control = pipeline.control(target.target());
    var owner =
        mutation == Mutation.IGNORES_CLAIMS
            ? Optional.<String>empty()
            : Optional.of("owner/" + target.table());
    var controls = Stream.concat(Stream.of(control), owner.stream()).toList();
    controls.forEach(name -> ask(new Sql.CreateControl(name)));
    var session = session();
    var held = lock(session, controls);
    var last = position(((List<?>) ask(new Sql.Last(session, List.of(control)))).getFirst());
    if (!last.equals(from)) {
      ask(new Sql.End(session));
      return;
    }
    var done = ask(new Sql.Begin(session, held, owner, control, target.table(), baseline));
    if (done != Sql.Done.COMMITTED) {
      throw mismatch("Table %s: %s".formatted(target.table(), done), "Name another table");
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
          provide(entry, target, parts);
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
    try {
      for (int i = 0; i < targets.size(); i++) {
        var target = targets.get(i);
        var stands = position(standing.get(i)).map(position -> mutation.standing(position, entry));
        switch (Turn.of(entry, target, stands)) {
          case Turn.Held() -> {}
          case Turn.Due() -> due.add(move(entry, target));
          case Turn.Behind(var missing) -> {
            ask(new Sql.End(session));
            return new Published.Behind(target.name(), missing);
          }
        }
      }
    } catch (ConfigurationException e) {
      ask(new Sql.End(session));
      throw e;
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
        target.upsert().isPresent(),
        entry.replacesAll(target) && mutation != Mutation.ADDS_TO_WHAT_IT_REPLACES,
        target.days().filter(days -> mutation != Mutation.FORGETS_ITS_DAYS));
  }

  private void provide(Entry entry, CommittedTarget target, Visibility parts) {
    if (entry.operation().supersedes()) {
      ask(new Sql.CreateControl(pipeline.control(target.name())));
    }
    var name = pipeline.staging(target.name(), entry.base(), entry.attempt());
    if (there(entry, target) || target.parts().isEmpty() || exists(name)) {
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
        .filter(position -> mutation.standing(position, entry).number() >= entry.number())
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
