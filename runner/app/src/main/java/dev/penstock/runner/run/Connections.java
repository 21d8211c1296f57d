package dev.penstock.runner.run;

import dev.penstock.api.model.Connection;
import dev.penstock.runner.commit.HistoryMismatch;
import java.util.Map;
import java.util.Optional;

/** The connections of a run, by name and kind. */
final class Connections {
  private final Map<String, Connection> byName;

  Connections(Map<String, Connection> byName) {
    this.byName = Map.copyOf(byName);
  }

  Connection.S3 s3(String name) {
    return of(name) instanceof Connection.S3 s3 ? s3 : gone(name);
  }

  Connection.Redshift redshift(String name) {
    return of(name) instanceof Connection.Redshift redshift ? redshift : gone(name);
  }

  Connection.Postgres postgres(String name) {
    return of(name) instanceof Connection.Postgres postgres ? postgres : gone(name);
  }

  boolean hasS3(String name) {
    return byName.get(name) instanceof Connection.S3;
  }

  boolean hasRedshift(String name) {
    return byName.get(name) instanceof Connection.Redshift;
  }

  private Connection of(String name) {
    return Optional.ofNullable(byName.get(name)).orElseGet(() -> gone(name));
  }

  // The validator has checked what the spec names, so only an old entry can ask for another one.
  private static <T> T gone(String name) {
    throw HistoryMismatch.mismatch(
        "An entry of the log needs connection %s, which this run does not have".formatted(name),
        "Bring the target that it was for back into the spec for one run, or run it once with"
            + " fullRefresh");
  }
}
