package dev.penstock.sandbox.redshift.fidelity;

import java.util.Map;
import java.util.Optional;

/** Where the stand-in isn't Redshift, behaviour by behaviour. */
final class Differences {
  private static final Map<Behaviour, String> BY_BEHAVIOUR =
      Map.ofEntries(
          Map.entry(
              Behaviour.DEFAULT_LENGTHS,
              "Texts are compared with their trailing blanks, which Redshift ignores: every"
                  + " comparison of PostgreSQL's would have to be another."),
          Map.entry(Behaviour.ISOLATION, "When exactly error 1023 comes can't be known."),
          Map.entry(
              Behaviour.PARQUET_TYPES,
              "An INT32 or INT64 decimal, and an instant for TIMESTAMPTZ, are taken: believed, not"
                  + " documented."),
          Map.entry(
              Behaviour.COPY_READS_AGAIN,
              "The time is scaled: seconds instead of a quarter of an hour."),
          Map.entry(
              Behaviour.CONNECTION_LIMIT,
              "The limit is a setting, 50 at most; Redshift takes some hundred."),
          Map.entry(
              Behaviour.PAUSE,
              "The words are ours; who asks a paused cluster may get no answer at all."),
          Map.entry(
              Behaviour.STATEMENT_TIMEOUT,
              "A statement that waits for its table may take the timeout twice, once for the wait."),
          Map.entry(
              Behaviour.CANCEL,
              "The message is without the number of the query that Redshift may put into it."),
          Map.entry(Behaviour.TLS, "The certificate has signed itself."),
          Map.entry(Behaviour.MANIFEST, "The words for a missing mandatory file are ours."),
          Map.entry(
              Behaviour.MANIFEST_LENGTHS,
              "A `content_length` below the file's length is refused; what Redshift does is"
                  + " unknown."),
          Map.entry(
              Behaviour.LOAD_ERRORS,
              "The errors of a Parquet COPY stand in `stl_load_errors` too, where real clusters may"
                  + " have them in `svl_s3log` only; slices and file numbers are made up."));

  private Differences() {}

  static Optional<String> of(Behaviour behaviour) {
    return Optional.ofNullable(BY_BEHAVIOUR.get(behaviour));
  }
}
