package dev.penstock.sandbox.redshift.fidelity;

import java.util.Map;
import java.util.Optional;

/** Where the stand-in isn't Redshift, behaviour by behaviour. */
final class Differences {
  private static final Map<Behaviour, String> BY_BEHAVIOUR =
      Map.ofEntries(
          Map.entry(
              Behaviour.LENGTHS_ARE_BYTES,
              "Blanks in excess are counted as characters: behind characters of several bytes they "
                  + "are refused. Casts to VARCHAR(n) cut characters, not bytes."),
          Map.entry(
              Behaviour.DEFAULT_LENGTHS,
              "Texts are compared with their trailing blanks, which Redshift ignores: every "
                  + "comparison of PostgreSQL's would have to be another."),
          Map.entry(
              Behaviour.COPY_IS_ATOMIC,
              "At most 1000 refused rows of one load are recorded; the words for a MAXERROR above "
                  + "100000 are ours."),
          Map.entry(
              Behaviour.TEXT_FORMATS,
              "A field in quotes is NULL as one without; `'auto'` knows the forms that the "
                  + "documentation lists but for Julian days, BC and zones by name; FIXEDWIDTH, AVRO, LZOP "
                  + "and encodings other than UTF8 are not known."),
          Map.entry(Behaviour.TEXT_LIMITS, "The words are ours."),
          Map.entry(
              Behaviour.LOAD_ERRORS,
              "The errors of a Parquet COPY stand in `stl_load_errors` too, where real clusters may "
                  + "have them in `svl_s3log` only; slices and file numbers are made up; reasons that no "
                  + "documentation quotes are ours."),
          Map.entry(Behaviour.MANIFEST, "The words for a missing mandatory file are ours."),
          Map.entry(
              Behaviour.MANIFEST_LENGTHS,
              "A `content_length` below the file's length is refused; what Redshift does is unknown."),
          Map.entry(
              Behaviour.PARQUET_TYPES,
              "An INT32 or INT64 decimal, and an instant for TIMESTAMPTZ, are taken: believed, not "
                  + "documented. ACCEPTINVCHARS is taken, but DuckDB refuses a file whose text is no UTF-8."),
          Map.entry(
              Behaviour.ONE_WRITER_PER_TABLE,
              "Two that wait for each other are found out as by PostgreSQL: 40P01."),
          Map.entry(
              Behaviour.ISOLATION,
              "When exactly error 1023 comes can't be known: SERIALIZABLE is PostgreSQL's, which "
                  + "looks at rows and ranges where Redshift looks at tables; the detail of the error names"
                  + " neither table nor transactions. The tables of the stand-in's own catalog are watched"
                  + " too: DDL at the same time may give further 1023s. ALTER DATABASE ISOLATION LEVEL doesn't ask who is "
                  + "connected."),
          Map.entry(
              Behaviour.ALONE,
              "VACUUM does nothing. The words for tables that don't fit an APPEND are ours, but for "
                  + "those about a transaction block."),
          Map.entry(
              Behaviour.ALTER_TABLE,
              "A column with a default is refused whatever its new length, as documented; users "
                  + "report that it may grow. ALTER COLUMN ENCODE doesn't ask whether the type takes the "
                  + "encoding. Columns that were dropped count for the 1600."),
          Map.entry(
              Behaviour.MERGE,
              "That REMOVE DUPLICATES refuses a row that matches twice, as the other form does, is "
                  + "believed."),
          Map.entry(
              Behaviour.IDENTITY, "Every seventh number is given out, in the order of the rows."),
          Map.entry(
              Behaviour.COPY_READS_AGAIN,
              "The time is scaled: seconds instead of a quarter of an hour."),
          Map.entry(Behaviour.JSON, "JSONPaths files and `'noshred'` are not known."),
          Map.entry(Behaviour.NOLOAD, "The words are ours, and that the count of rows is then 0."),
          Map.entry(
              Behaviour.LOAD_HISTORY,
              "A transaction that has read already sees what it loads only when it has ended."),
          Map.entry(Behaviour.TLS, "The certificate has signed itself."),
          Map.entry(
              Behaviour.CANCEL,
              "The message is without the number of the query that Redshift may put into it."),
          Map.entry(
              Behaviour.STATEMENT_TIMEOUT,
              "A statement that waits for its table may take the timeout twice, once for the wait."),
          Map.entry(
              Behaviour.CONNECTION_LIMIT,
              "The limit is a setting, 50 at most; Redshift takes some hundred."),
          Map.entry(
              Behaviour.PAUSE,
              "The words are ours; who asks a paused cluster may get no answer at all."),
          Map.entry(Behaviour.TABLES, "The types of columns made AS a query are PostgreSQL's."),
          Map.entry(
              Behaviour.NAMES,
              "Redshift takes names of 127 bytes and cuts what is longer; those of more than 63, which "
                  + "PostgreSQL would cut, are refused."),
          Map.entry(
              Behaviour.DISTRIBUTION,
              "Nothing is distributed, sorted or compressed; AUTO stays EVEN; `svv_table_info` is "
                  + "open to everybody. Whether a SUPER is zstd by default isn't documented."),
          Map.entry(
              Behaviour.SUPER_TYPE,
              "A text written straight into a SUPER column is parsed, where Redshift keeps it as one "
                  + "text; a column or an expression of texts is kept so. Objects lose the order of their "
                  + "keys. Results and casts to VARCHAR have blanks behind colons and commas; what an "
                  + "object or an array becomes in such a cast is believed. `||` joins a SUPER only with "
                  + "a text, and as texts. Numbers of any size are kept, where what Redshift makes of more "
                  + "than 38 digits isn't known; nor is whether it takes a JSON null for NULL in `IS "
                  + "NULL` and NOT NULL, or an escaped NUL, which is refused here."),
          Map.entry(
              Behaviour.FUNCTIONS,
              "The precision and scale of computed decimals are PostgreSQL's; APPROXIMATE counts "
                  + "exactly; an argument list that doesn't fit is told in PostgreSQL's words."),
          Map.entry(
              Behaviour.CATALOG,
              "SHOW lacks the columns that newer releases add; `pg_class` and the like have "
                  + "PostgreSQL's columns."),
          Map.entry(
              Behaviour.LATE_BINDING,
              "Bound when a statement is prepared; columns written with their schema "
                  + "(`s.view.column`) aren't found."),
          Map.entry(
              Behaviour.GRANTS,
              "Rights on tables and schemas, TEMP and CREATE on databases, to users and PUBLIC only; the owner's own rights appear "
                  + "with the first grant."),
          Map.entry(Behaviour.CURSORS, "Several may be open at once; Redshift takes one."));

  private Differences() {}

  static Optional<String> of(Behaviour behaviour) {
    return Optional.ofNullable(BY_BEHAVIOUR.get(behaviour));
  }
}
