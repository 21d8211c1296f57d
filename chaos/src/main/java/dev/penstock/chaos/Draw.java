package dev.penstock.chaos;

import dev.penstock.chaos.Place.Thing;
import dev.penstock.runner.run.Checkpoints;
import java.util.List;
import java.util.random.RandomGenerator;

/** Draws kills; the same numbers, the same kills. */
record Draw(RandomGenerator random) {
  /** From which of a hundred on an attempt sleeps in place of being killed. */
  private static final int SLEEP = 87;

  private static final List<String> CHECKPOINTS =
      List.of(Checkpoints.LOADED, Checkpoints.STAGED, Checkpoints.COMMITTED);

  /** Where nobody else has to wait for who stands there. */
  private static final List<Thing> WITHOUT_A_LOCK = List.of(Thing.PART, Thing.ENTRY, Thing.VISIBLE);

  /** {@return a kill; about a fifth are of processes} */
  Kill kill() {
    int drawn = random.nextInt(100);
    return drawn < SLEEP ? awake(drawn) : sleep();
  }

  /** {@return a kill that needs no successor} */
  Kill killAwake() {
    return awake(random.nextInt(100));
  }

  private Kill awake(int drawn) {
    if (drawn < 22) {
      return new Kill.OfProcess(place());
    }
    if (drawn < 36) {
      return new Kill.OfAttempt(checkpoint());
    }
    if (drawn < 62) {
      return session();
    }
    if (drawn < 80) {
      return new Kill.OfRequest(one(List.of(Thing.values())), random.nextBoolean());
    }
    return new Kill.OfWarehouse(checkpoint(), random.nextInt(3) == 0);
  }

  private Kill sleep() {
    Place place = random.nextBoolean() ? checkpoint() : new Place.Request(one(WITHOUT_A_LOCK));
    return new Kill.Sleep(place, random.nextBoolean());
  }

  private Kill session() {
    if (random.nextInt(5) == 0) {
      return new Kill.OfSession(new Place.Commit(random.nextInt(1000), false), Kill.How.CONFLICT);
    }
    Place place =
        random.nextBoolean()
            ? new Place.Message(random.nextInt(1000))
            : new Place.Commit(random.nextInt(1000), random.nextBoolean());
    return new Kill.OfSession(place, random.nextBoolean() ? Kill.How.CLIENT : Kill.How.BACKEND);
  }

  private Place place() {
    return switch (random.nextInt(4)) {
      case 0 -> checkpoint();
      case 1 -> new Place.Request(one(List.of(Thing.values())));
      case 2 -> new Place.Message(random.nextInt(1000));
      default -> new Place.Commit(random.nextInt(1000), random.nextBoolean());
    };
  }

  private Place.Checkpoint checkpoint() {
    return new Place.Checkpoint(one(CHECKPOINTS));
  }

  private <T> T one(List<T> of) {
    return of.get(random.nextInt(of.size()));
  }
}
