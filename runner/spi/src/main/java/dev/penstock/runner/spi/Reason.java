package dev.penstock.runner.spi;

import java.util.Locale;

/**
 * Why something failed: the one table of all reasons of a run, from which {@code
 * docs/reference/reasons.md} is generated. Shown in CamelCase by {@link #toString}; once shown, a
 * name stays, and so does its kind.
 */
public enum Reason {
  // The author of the manifest.
  INVALID_SPEC(
      Kind.CONFIGURATION,
      "A manifest, an option or a parameter's value is wrong.",
      "Correct the field that is named; `./penstock validate -f` says everything at once."),
  SECRET_MISSING(
      Kind.CONFIGURATION,
      "A Secret, one of its keys, or an identity of the pod is not there.",
      "Create the Secret with the key that is named, in the namespace of the pipeline."),
  NOT_ALLOWED(
      Kind.CONFIGURATION,
      "SQL does what it may not: it writes to the source, or touches a file.",
      "Read something that only reads; bring files in through a source."),
  AUTHENTICATION_FAILED(
      Kind.CONFIGURATION,
      "The other side refuses who we say we are.",
      "Correct the values in the Secret of the connection."),
  PERMISSION_DENIED(
      Kind.CONFIGURATION,
      "The user is known, and may not do what the run has to do.",
      "Grant what the message names to the user of the connection."),
  CERTIFICATE_REFUSED(
      Kind.CONFIGURATION,
      "The server can not prove that it is the one that the connection names.",
      "Put its authority as ca.crt into the Secret, or correct host or tls of the connection."),
  DATABASE_NOT_FOUND(
      Kind.CONFIGURATION,
      "The server has no database of that name.",
      "Correct the database of the connection."),
  TABLE_NOT_FOUND(
      Kind.CONFIGURATION,
      "A table or view is not there, or not seen by the user.",
      "Name an existing one, with its schema."),
  COLUMN_NOT_FOUND(
      Kind.CONFIGURATION,
      "A column that is named is not there.",
      "Name an existing column in the field that is named."),
  COLUMN_NOT_ALLOWED(
      Kind.CONFIGURATION,
      "A column has a name that can not be delivered.",
      "Rename it in a step or a query."),
  TYPE_NOT_SUPPORTED(
      Kind.CONFIGURATION,
      "A column has a type that can not be read, or that no target holds.",
      "Use the cast that the message gives."),
  STEP_INVALID(
      Kind.CONFIGURATION,
      "A step or a check is refused before any row is read.",
      "Correct its SQL at the place that is shown."),
  QUERY_INVALID(
      Kind.CONFIGURATION,
      "The source refuses a query or a condition before any row is read.",
      "Correct its SQL at the place that is shown."),
  COPY_REFUSED(
      Kind.CONFIGURATION,
      "The source's server, or a pooler before it, does not hand out rows by COPY.",
      "Set spec.postgres.extraction of the connection to Cursor."),
  TRANSACTIONS_HIDDEN(
      Kind.CONFIGURATION,
      "The user does not see since when others write, so no increment is safe.",
      "Grant pg_read_all_stats, read from the primary, or state `settle`."),
  BUCKET_NOT_FOUND(
      Kind.CONFIGURATION,
      "The store has no bucket of that name.",
      "Create the bucket, or correct its name in the connection."),
  STORE_NOT_SUPPORTED(
      Kind.CONFIGURATION,
      "The store does not understand a request, or does not honour conditional writes.",
      "Correct region, endpoint and pathStyle; use a store with If-None-Match."),
  STATEMENT_REFUSED(
      Kind.CONFIGURATION,
      "The warehouse does not take a statement of the load.",
      "Correct what the message names."),
  TABLE_MISMATCH(
      Kind.CONFIGURATION,
      "The target's table can not take the rows that the pipeline makes.",
      "Alter the table, or change the step that the target is from."),
  HISTORY_MISMATCH(
      Kind.CONFIGURATION,
      "Log, dataset and table do not tell the same story, so nothing is written.",
      "Restore what is missing or give the target a new name; see docs/commit-protocol.md."),
  NOTHING_COMMITTED(
      Kind.CONFIGURATION,
      "There is no commit, receipt or log to show.",
      "Run the pipeline first, or name another number or run."),
  OUT_OF_MEMORY(
      Kind.CONFIGURATION,
      "A relation needs more memory, or scratch to spill to, than the pod has.",
      "Raise spec.pod.resources.limits.memory or spec.scratch.size."),

  // The owner of the data.
  VALUE_NOT_SUPPORTED(
      Kind.DATA,
      "A value of the source can not be computed, or no target holds it.",
      "Correct the row, or convert the column in a query."),
  CURSOR_MISSING(
      Kind.DATA,
      "Rows have no cursor, so no increment would ever contain them.",
      "Fill the column, or state `nulls: Include`."),
  STEP_FAILED(
      Kind.DATA,
      "A step can not be computed for one of its rows.",
      "Use TRY_CAST, TRY(...) or a filter in its SQL."),
  CHECK_FAILED(
      Kind.DATA, "Rows break a check.", "Correct the rows whose keys are shown, or the check."),
  EMPTY_RESULT(
      Kind.DATA,
      "A target that a run replaces would have no rows, so it keeps what it holds.",
      "Find out why its relation is empty, or state `allowEmpty: true`."),
  TOO_MANY_DELETES(
      Kind.DATA,
      "A run would delete a greater share of a table than its target allows, so it keeps what it"
          + " holds.",
      "Find out why the keys are missing, or raise `deletes.absence.maxPercent` for one run."),
  LOAD_REFUSED(
      Kind.DATA,
      "The warehouse does not take a row.",
      "Widen the column by the ALTER that is shown, or change the rows in a step."),

  // Time.
  CONNECTION_FAILED(
      Kind.TRANSIENT,
      "A server can not be reached.",
      "Check host, port and network policy of the connection if it stays."),
  CONNECTION_LOST(
      Kind.TRANSIENT,
      "A session has ended in the middle.",
      "Nothing, if the next attempt succeeds."),
  SOURCE_UNAVAILABLE(
      Kind.TRANSIENT,
      "The source answers that it can not be read for now: a lock, a timeout, no resources.",
      "Nothing, if the next attempt succeeds; else look for who holds locks, and at its limits."),
  SOURCE_CHANGED(
      Kind.TRANSIENT,
      "A stretch that was read again, after its connection broke, has other rows.",
      "Nothing, if the next attempt succeeds; else find out what its view or query depends on."),
  STORE_UNAVAILABLE(
      Kind.TRANSIENT,
      "The store does not answer, answers 5xx, or breaks off.",
      "Nothing, if the next attempt succeeds; else look at the health of the store."),
  CLOCK_WRONG(
      Kind.TRANSIENT,
      "The store refuses signatures because the clocks differ too much.",
      "Set the clock of the node, or of the store."),
  WAREHOUSE_UNAVAILABLE(
      Kind.TRANSIENT,
      "The warehouse answers that it can not work for now: a conflict, a timeout, a resize.",
      "Nothing, if the next attempt succeeds; else look at the health of the warehouse."),
  LOST_BASE(
      Kind.TRANSIENT,
      "Another run has committed while this attempt worked.",
      "Nothing: the next attempt begins at the new head."),
  SCRATCH_FULL(
      Kind.TRANSIENT,
      "A file on scratch can not be written or read.",
      "Raise spec.scratch.size if the log says that no space is left."),
  CANCELLED(
      Kind.TRANSIENT,
      "The process was told to end (SIGTERM, Ctrl-C, a pod that is deleted).",
      "Start the run again when it is wanted; a Job does so by itself."),
  COMMIT_UNKNOWN(
      Kind.TRANSIENT,
      "The process was told to end while its entry was on its way to the log.",
      "Ask the log before you start another run; the operator does so by itself."),

  // Us.
  COUNT_MISMATCH(
      Kind.INTERNAL,
      "Two stages count different rows, so nothing is committed.",
      "Report it with the log of the run."),
  NOT_RECONCILED(
      Kind.INTERNAL,
      "The staging table holds other values than the sealed parts, so nothing is committed.",
      "Run it again; look for who else writes to the control schema; report it if it stays."),
  INTERNAL_ERROR(Kind.INTERNAL, "A bug of Penstock.", "Report it with the log of the run.");

  /** Who has to react; each is one class of {@link PenstockException}, and one exit code. */
  public enum Kind {
    CONFIGURATION,
    DATA,
    TRANSIENT,
    INTERNAL
  }

  private final String shown = shown(name());
  private final Kind kind;
  private final String meaning;
  private final String remedy;

  Reason(Kind kind, String meaning, String remedy) {
    this.kind = kind;
    this.meaning = meaning;
    this.remedy = remedy;
  }

  /** {@return who has to react, always the same for a reason} */
  public Kind kind() {
    return kind;
  }

  /** {@return what happened, in a sentence for every case of it} */
  public String meaning() {
    return meaning;
  }

  /** {@return what to do, in a sentence for every case of it} */
  public String remedy() {
    return remedy;
  }

  private static String shown(String name) {
    StringBuilder text = new StringBuilder();
    for (String word : name.split("_", -1)) {
      text.append(word.charAt(0)).append(word.substring(1).toLowerCase(Locale.ROOT));
    }
    return text.toString();
  }

  @Override
  public String toString() {
    return shown;
  }
}
