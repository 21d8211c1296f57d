package dev.penstock.runner.badday;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.runner.Produces;
import dev.penstock.runner.World;
import dev.penstock.runner.badday.FaultyStore.Answer;
import dev.penstock.runner.spi.Reason;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Bad days of a store. */
class BadStoreIT {
  private static final String KEYS = "accessKeyId: penstock, secretAccessKey: " + World.PASSWORD;
  private static final String AGAIN =
      " The run is repeated; look at the health of the store if this stays\\.";

  @TempDir private static Path directory;
  private static World world;

  @BeforeAll
  static void start() {
    world = World.start(directory);
  }

  @AfterAll
  static void end() {
    world.close();
  }

  private static BadDay through(FaultyStore door, BadDay day) {
    return day.withConnections(world.store.endpoint().toString(), door.endpoint().toString());
  }

  @Produces(Reason.BUCKET_NOT_FOUND)
  @Test
  void aBucketThatIsMissingIsNamed() throws Exception {
    var day = BadDay.of(world, directory, "nobucket");
    day.withConnections("bucket: acme-lake", "bucket: no-such-lake")
        .failsLike(
            Reason.BUCKET_NOT_FOUND,
            "Bucket no-such-lake of connection lake: can't .* \\(404.*\\)\\. Create the bucket or"
                + " correct its name\\.");
    day.shows(0);
    day.succeeds(1_500);
  }

  @Produces(Reason.AUTHENTICATION_FAILED)
  @ParameterizedTest
  @CsvSource({"nobody, pa55-word", "penstock, another"})
  void aKeyThatTheStoreDoesNotKnowIsTheSecrets(String id, String key) throws Exception {
    var day = BadDay.of(world, directory, "keys_" + id);
    day.withConnections(KEYS, "accessKeyId: %s, secretAccessKey: %s".formatted(id, key))
        .failsLike(
            Reason.AUTHENTICATION_FAILED,
            "Bucket acme-lake of connection lake: can't .* \\(403, .*\\)\\. Correct the keys in the"
                + " Secret\\.");
    day.shows(0);
    day.succeeds(1_500);
  }

  @Produces(Reason.PERMISSION_DENIED)
  @Test
  void aKeyThatMayNotWriteIsNamedByItsBucket() throws Exception {
    var day = BadDay.of(world, directory, "readonly");
    try (var door =
        FaultyStore.before(
            world.store.endpoint(),
            request ->
                request.startsWith("PUT") && request.contains(".parquet")
                    ? new Answer.Refuse(403, "AccessDenied")
                    : new Answer.Pass())) {
      through(door, day)
          .failsLike(
              Reason.PERMISSION_DENIED,
              "Bucket acme-lake of connection lake: can't put .*\\.parquet \\(403, AccessDenied\\)\\."
                  + " Correct the keys of the connection, or allow them to list, read, put and"
                  + " delete there\\.");
    }
    day.shows(0);
    day.succeeds(1_500);
  }

  @Produces(Reason.STORE_UNAVAILABLE)
  @Test
  void aStoreThatIsDownIsTriedAgain() throws Exception {
    var day = BadDay.of(world, directory, "storedown");
    day.withConnections(world.store.endpoint().toString(), "http://127.0.0.1:1")
        .failsLike(
            Reason.STORE_UNAVAILABLE,
            "Bucket acme-lake did not say whether it stored .*\\. The run is repeated and finds out; .*");
    day.shows(0);
    day.succeeds(1_500);
  }

  @Produces(Reason.STORE_UNAVAILABLE)
  @Test
  void aStoreThatAsksToSlowDownForGoodIsTriedAgain() throws Exception {
    var day = BadDay.of(world, directory, "slow");
    try (var door =
        FaultyStore.before(
            world.store.endpoint(),
            request ->
                request.startsWith("PUT") && request.contains(".parquet")
                    ? new Answer.Refuse(503, "SlowDown")
                    : new Answer.Pass())) {
      through(door, day)
          .failsLike(
              Reason.STORE_UNAVAILABLE,
              "Bucket acme-lake of connection lake: can't put .*\\.parquet \\(503, SlowDown\\)\\."
                  + AGAIN);
    }
    day.shows(0);
    day.succeeds(1_500);
  }

  @Test
  void aStoreThatAsksToSlowDownOnceIsAskedAgainByTheSameAttempt() throws Exception {
    var day = BadDay.of(world, directory, "slowonce");
    var puts = new AtomicInteger();
    try (var door =
        FaultyStore.before(
            world.store.endpoint(),
            request ->
                request.startsWith("PUT")
                        && request.contains(".parquet")
                        && puts.incrementAndGet() == 1
                    ? new Answer.Refuse(503, "SlowDown")
                    : new Answer.Pass())) {
      through(door, day).succeeds(1_500);
      assertThat(door.faults).hasValue(1);
    }
  }

  @Produces(Reason.STORE_UNAVAILABLE)
  @Test
  void anEntryThatBreaksOffOnItsWayIsNeverTakenForWhole() throws Exception {
    var day = BadDay.of(world, directory, "truncated");
    day.succeeds(1_500);
    var next = day.another();
    try (var door =
        FaultyStore.before(
            world.store.endpoint(),
            request ->
                request.startsWith("GET") && request.contains("/log/0")
                    ? new Answer.BreakOff()
                    : new Answer.Pass())) {
      through(door, next)
          .failsLike(
              Reason.STORE_UNAVAILABLE,
              "Bucket acme-lake of connection lake: can't read .*/log/0.*, no reply\\." + AGAIN);
    }
    day.shows(1_500);
    next.succeeds(3_000);
  }

  @Produces(Reason.CLOCK_WRONG)
  @Test
  void clocksThatDifferTooMuchAreSaidToDiffer() throws Exception {
    var day = BadDay.of(world, directory, "skewed");
    try (var door =
        FaultyStore.before(
            world.store.endpoint(),
            request ->
                request.startsWith("PUT") && request.contains(".parquet")
                    ? new Answer.Refuse(403, "RequestTimeTooSkewed")
                    : new Answer.Pass())) {
      through(door, day)
          .failsLike(
              Reason.CLOCK_WRONG,
              "Bucket acme-lake of connection lake: can't put .* \\(403, RequestTimeTooSkewed\\)\\."
                  + " Set the clock of this node, or of the store\\.");
    }
    day.shows(0);
    day.succeeds(1_500);
  }

  @Produces(Reason.SECRET_MISSING)
  @ParameterizedTest
  @CsvSource({"accessKeyId: penstock, secretAccessKey", "secretAccessKey: x, accessKeyId"})
  void aKeyThatTheSecretLacksIsNamed(String there, String missing) throws Exception {
    var day = BadDay.of(world, directory, "lacks_" + missing.strip().toLowerCase());
    day.withConnections("{" + KEYS + "}", "{" + there + "}")
        .fails(
            Reason.SECRET_MISSING,
            "Secret lake of connection lake has no key " + missing,
            "Create Secret lake with the key %s in the pipeline's namespace".formatted(missing));
    day.shows(0);
  }
}
