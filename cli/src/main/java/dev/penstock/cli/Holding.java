package dev.penstock.cli;

import dev.penstock.cli.cluster.Exit;
import dev.penstock.cli.cluster.Namespace;
import dev.penstock.cli.cluster.Refusal;

/** Holds a backfill, or lets it go on: the only kind of run that has something to wait with. */
record Holding(Namespace space, Where where) {
  void pause(String backfill) {
    check(backfill);
    space.pause(backfill, true);
  }

  void resume(String backfill) {
    check(backfill);
    space.pause(backfill, false);
  }

  private void check(String name) {
    var run =
        space
            .run(name)
            .orElseThrow(() ->
                new Refusal(
                    Exit.NOT_FOUND,
                    "Namespace %s has no run %s.".formatted(space.name(), name),
                    "`%s` lists them.".formatted(where.command("runs"))));
    if (run.spec().backfill() == null) {
      throw new Refusal(
          Exit.REFUSED,
          "Run %s is no backfill, so it has no next window.".formatted(name),
          "`%s` ends it; spec.suspend of a pipeline holds its schedule."
              .formatted(where.command("cancel " + name)));
    }
    if (run.ended()) {
      throw new Refusal(
          Exit.REFUSED,
          "Backfill %s has ended already: it %s.".formatted(name, Following.words(run)),
          "`%s` says from where to ask again.".formatted(where.command("why " + name)));
    }
  }
}
