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
                  + " documented. ACCEPTINVCHARS is taken, but DuckDB refuses a file whose text is no"
                  + " UTF-8."),
          Map.entry(
              Behaviour.COPY_IS_ATOMIC,
              "At most 1000 refused rows of one load are recorded; the words for a MAXERROR above"
                  + " 100000 are ours."),
          Map.entry(
              Behaviour.TEXT_FORMATS,
              "A field in quotes is NULL as one without; `'auto'` knows the forms that the"
                  + " documentation lists but for Julian days, BC and zones by name; FIXEDWIDTH, AVRO,"
                  + " LZOP and encodings other than UTF8 are not known."),
          Map.entry(Behaviour.TEXT_LIMITS, "The words are ours."),
          Map.entry(Behaviour.JSON, "JSONPaths files and `'noshred'` are not known."),
          Map.entry(Behaviour.NOLOAD, "The words are ours, and that the count of rows is then 0."),
          Map.entry(
              Behaviour.LOAD_HISTORY,
              "A transaction that has read already sees what it loads only when it has ended."),
          Map.entry(
              Behaviour.COPY_READS_AGAIN,
              "The time is scaled: seconds instead of a quarter of an hour."),
          Map.entry(Behaviour.TLS, "The certificate has signed itself."),
          Map.entry(Behaviour.MANIFEST, "The words for a missing mandatory file are ours."),
          Map.entry(
              Behaviour.MANIFEST_LENGTHS,
              "A `content_length` below the file's length is refused; what Redshift does is"
                  + " unknown."),
          Map.entry(
              Behaviour.LOAD_ERRORS,
              "The errors of a Parquet COPY stand in `stl_load_errors` too, where real clusters may"
                  + " have them in `svl_s3log` only; slices and file numbers are made up; reasons"
                  + " that no documentation quotes are ours."));

  private Differences() {}

  static Optional<String> of(Behaviour behaviour) {
    return Optional.ofNullable(BY_BEHAVIOUR.get(behaviour));
  }
}
