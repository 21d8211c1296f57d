package dev.penstock.runner.commit.model;

import java.util.ArrayList;
import java.util.List;

/**
 * What an attempt stages before its entry, as one request: of it only sweeps see parts, and they
 * decide by each name alone. A scenario that stages step by step shows what this one leaves out.
 */
record Batch(List<Call> calls) implements Call {
  Batch {
    calls = List.copyOf(calls);
  }

  @Override
  public Outcome on(World world) {
    var after = world;
    List<Object> replies = new ArrayList<>();
    for (var call : calls) {
      var outcome = call.on(after);
      after = outcome.world();
      replies.add(outcome.reply());
    }
    return new Outcome(after, replies);
  }

  @Override
  public List<Outcome> troubled(World world) {
    return Call.unheard(this, world);
  }

  @Override
  public boolean writes() {
    return true;
  }

  @Override
  public boolean commutes(World world) {
    return false;
  }
}
