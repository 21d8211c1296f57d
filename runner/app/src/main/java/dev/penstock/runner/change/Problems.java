package dev.penstock.runner.change;

import dev.penstock.runner.change.Effect.Code;
import java.util.ArrayList;
import java.util.List;

/** What is wrong in manifests, before and after. */
final class Problems {
  private Problems() {}

  /** {@return whether both have the same} */
  static boolean same(Environment before, Environment after) {
    return before.problems().size() == after.problems().size()
        && after.problems().stream()
            .allMatch(problem -> before.problems().stream().anyMatch(problem::isAlso));
  }

  /** {@return those of the state after, the new ones first, then those that are gone} */
  static List<Effect> between(Environment before, Environment after) {
    List<Effect> fresh = new ArrayList<>();
    List<Effect> old = new ArrayList<>();
    for (var problem : after.problems()) {
      var effect = problem.effect();
      if (before.problems().stream().anyMatch(problem::isAlso)) {
        old.add(
            new Effect(
                effect.code(),
                effect.object(),
                effect.message() + " (as before)",
                effect.nextStep()));
      } else {
        fresh.add(effect);
      }
    }
    fresh.addAll(old);
    before.problems().stream()
        .filter(problem -> after.problems().stream().noneMatch(problem::isAlso))
        .forEach(problem ->
            fresh.add(
                new Effect(
                    Code.FIXED,
                    problem.resource(),
                    "No longer wrong: " + problem.effect().message(),
                    "Nothing is to be done")));
    return fresh;
  }
}
