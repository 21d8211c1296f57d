package dev.penstock.sandbox.redshift.fidelity;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * A documented behaviour of Redshift. Tests name the one they show; those with a number are asked
 * of a real account too.
 */
public enum Behaviour {
  // The thirty, by their numbers

  KEYS_INFORM_ONLY(
      1,
      Shown.REPRODUCED,
      "Primary, unique and foreign keys inform only; duplicates are accepted.",
      "Defining table constraints"),
  LENGTHS_ARE_BYTES(
      2,
      Shown.BOTH,
      "VARCHAR(n) and CHAR(n) count bytes, CHAR takes single-byte characters only; longer is an error unless what is too much are blanks.",
      "Character types"),
  DEFAULT_LENGTHS(
      3,
      Shown.BOTH,
      "VARCHAR is VARCHAR(256), TEXT is VARCHAR(256), CHAR is CHAR(1); MAX is 65535 or 4096.",
      "Character types"),
  COPY_IS_ATOMIC(
      4,
      Shown.BOTH,
      "COPY loads all files or none; with MAXERROR n it fails once n rows are refused, n is 0 by default and 100000 at most.",
      "Data load operations: MAXERROR"),
  COPY_CUTS_DECIMALS(
      5,
      Shown.REPRODUCED,
      "COPY cuts surplus decimals off and rounds with ROUNDEC; INSERT rounds.",
      "Data conversion parameters: ROUNDEC"),
  TEXT_FORMATS(
      6,
      Shown.BOTH,
      "Delimited text has `|` and null `\\N`, CSV has `,` and quote `\"`; an empty field is NULL but for texts, where EMPTYASNULL and BLANKSASNULL decide; FILLRECORD, TRUNCATECOLUMNS, IGNOREHEADER per file, DATEFORMAT and TIMEFORMAT.",
      "Data format parameters; Data conversion parameters"),
  TEXT_LIMITS(
      7,
      Shown.REFUSED,
      "A row of text above 4 MB fails; CSV excludes FIXEDWIDTH, REMOVEQUOTES and ESCAPE.",
      "COPY usage notes"),
  LOAD_ERRORS(
      8,
      Shown.REPRODUCED,
      "A failed load says to look into `stl_load_errors`; its rows outlive the rollback.",
      "STL_LOAD_ERRORS; SYS_LOAD_ERROR_DETAIL"),
  LAST_COPY(
      9,
      Shown.REPRODUCED,
      "`pg_last_copy_count()` and `pg_last_copy_id()` are the session's: 0 rows after a load that failed, unchanged after a COPY that is refused before it reads.",
      "PG_LAST_COPY_COUNT; PG_LAST_COPY_ID"),
  A_PREFIX_IS_NO_FOLDER(
      10,
      Shown.REPRODUCED,
      "COPY from a prefix loads every object whose key begins so: `cust` also loads `cust_bak/x` and `cust.log`.",
      "COPY from Amazon S3"),
  MANIFEST(
      11,
      Shown.BOTH,
      "A manifest lists full keys; `mandatory` is false by default, no file at all is an error, a file listed twice is loaded twice, the manifest is plain JSON.",
      "Using a manifest to specify data files"),
  MANIFEST_LENGTHS(
      12,
      Shown.BOTH,
      "For Parquet each entry needs `meta.content_length`; without it `File entry does not have 'meta' key.`, above the file's length InvalidRange.",
      "Using a manifest to specify data files"),
  PARQUET_OPTIONS(
      13,
      Shown.REFUSED,
      "A columnar COPY takes FROM, IAM_ROLE or keys, MANIFEST, FILLRECORD, STATUPDATE, EXPLICIT_IDS, ACCEPTINVCHARS and SERIALIZETOJSON, nothing else.",
      "COPY from columnar data formats"),
  PARQUET_BY_POSITION(
      14,
      Shown.BOTH,
      "Columns of a Parquet file are taken by position, and there must be as many as the COPY loads.",
      "COPY from columnar data formats"),
  PARQUET_TYPES(
      15,
      Shown.BOTH,
      "A Parquet column has exactly the type of its column (15007), its texts fit (15001), decimals have the least length (15001), nested ones need SERIALIZETOJSON.",
      "COPY from columnar data formats"),
  NANOSECONDS(
      16,
      Shown.REPRODUCED,
      "Timestamps in nanoseconds are taken for microseconds, without an error.",
      "not documented; reported by users"),
  ONE_WRITER_PER_TABLE(
      17,
      Shown.REPRODUCED,
      "COPY, INSERT, UPDATE and DELETE of one table wait for the transaction that wrote it first; readers never wait.",
      "Managing concurrent write operations"),
  ISOLATION(
      18,
      Shown.BOTH,
      "SNAPSHOT refuses what two transactions write to one row; SERIALIZABLE also what could not have happened one after the other: error 1023.",
      "Serializable isolation; Isolation levels"),
  SNAPSHOT_BEGINS_LATE(
      19,
      Shown.BOTH,
      "A transaction's snapshot is taken by its first SELECT, DML or DDL; a LOCK before that sees what was committed while it waited.",
      "Isolation levels"),
  LOCK_HAS_NO_MODES(20, Shown.BOTH, "LOCK keeps readers out too and has no modes.", "LOCK"),
  TRUNCATE_COMMITS(
      21, Shown.REPRODUCED, "TRUNCATE commits the transaction that it runs in.", "TRUNCATE"),
  ALONE(
      22,
      Shown.BOTH,
      "VACUUM, ALTER TABLE APPEND and ALTER COLUMN TYPE don't run in a transaction block; APPEND moves all rows of a permanent table of the same columns and commits.",
      "ALTER TABLE APPEND; VACUUM"),
  ALTER_TABLE(
      23,
      Shown.BOTH,
      "ALTER TABLE adds one column at a time; it resizes VARCHAR columns only, none with a default, a key or the encodings BYTEDICT, RUNLENGTH and TEXT, never below what is in it; a table has 1600 columns at most.",
      "ALTER TABLE"),
  MERGE(
      24,
      Shown.BOTH,
      "MERGE takes a table as its source, one WHEN MATCHED and one WHEN NOT MATCHED, or REMOVE DUPLICATES; a row that matches twice is refused.",
      "MERGE"),
  IDENTITY(
      25,
      Shown.BOTH,
      "IDENTITY values are unique and have gaps; a COPY that lists the column needs EXPLICIT_IDS.",
      "CREATE TABLE; EXPLICIT_IDS"),
  COPY_OUTLIVES_ITS_CLIENT(
      26,
      Shown.REPRODUCED,
      "An autocommit COPY that has begun goes on without its client; inside a transaction it is rolled back.",
      "not documented; reported by users"),
  COPY_READS_AGAIN(
      27,
      Shown.BOTH,
      "COPY reads S3 again after an error of its own, for a quarter of an hour and more, and loads each file once.",
      "Troubleshooting data loads"),
  MISSING_COLUMNS(
      28,
      Shown.BOTH,
      "Columns that a COPY doesn't list get their default or NULL, and NULL in a NOT NULL column is a load error; SUPER is parsed from text by COPY and by JSON_PARSE in INSERT.",
      "Column mapping options; SUPER"),
  STATEMENTS_SENT_TOGETHER(
      29,
      Shown.REPRODUCED,
      "Several statements in one JDBC call are one transaction.",
      "JDBC driver"),
  POSTGRESQL_ONLY(
      30,
      Shown.REFUSED,
      "There is no COPY FROM STDIN, no trigger, sequence, index, array, CHECK, ON CONFLICT, RETURNING or SAVEPOINT.",
      "Unsupported PostgreSQL features"),

  // Loads

  COMPRESSION(
      Shown.BOTH,
      "COPY reads text in gzip, zstd and bzip2, also several compressed files joined into one.",
      "File compression parameters"),
  JSON(
      Shown.BOTH,
      "With `'auto'` JSON objects give columns by their keys; what is no object is a load error.",
      "COPY from JSON format"),
  COPY_KEYS(
      Shown.REFUSED,
      "COPY reads S3 with the keys it is given instead of a role; S3 refuses wrong ones.",
      "Authorization parameters"),
  NOLOAD(
      Shown.BOTH,
      "NOLOAD checks the files, records their errors, and loads nothing.",
      "Data load operations: NOLOAD"),
  LOAD_HISTORY(
      Shown.REPRODUCED,
      "`sys_load_history`, `sys_load_detail` and `stl_load_commits` tell what was loaded.",
      "SYS_LOAD_HISTORY; SYS_LOAD_DETAIL; STL_LOAD_COMMITS"),

  // Sessions

  TLS(
      Shown.BOTH,
      "TLS that the driver verifies; here none without.",
      "Configuring security options"),
  AUTHENTICATION(
      Shown.BOTH,
      "A password by md5 or by Redshift's digest of SHA-256.",
      "source of the JDBC driver"),
  STARTUP(
      Shown.BOTH,
      "Unknown parameters of a session's start are ignored; the server says it is 8.0.2.",
      "source of the JDBC driver"),
  CANCEL(
      Shown.REPRODUCED,
      "A statement that runs or waits is cancelled, also a COPY: 57014.",
      "CANCEL"),
  STATEMENT_TIMEOUT(Shown.REPRODUCED, "`statement_timeout` ends a statement.", "statement_timeout"),
  PIPELINED(
      Shown.REPRODUCED,
      "BEGIN, DDL and COPY may be sent without waiting for answers.",
      "source of the JDBC driver"),
  WIRE_TYPES(
      Shown.REPRODUCED,
      "SUPER and VARBYTE have types of their own in results.",
      "source of the JDBC driver"),
  SESSIONS(
      Shown.BOTH,
      "`stv_sessions` shows one's own sessions; `pg_terminate_backend` ends them, not those of others.",
      "STV_SESSIONS; PG_TERMINATE_BACKEND"),

  CONNECTION_LIMIT(
      Shown.REFUSED,
      "There is a limit to sessions; one more is refused with 53300.",
      "Quotas and limits; AWS knowledge center on connection limits"),
  RESTART(
      Shown.REPRODUCED,
      "A restart ends all sessions with 57P01; what was committed stays.",
      "Rebooting a cluster; the words are PostgreSQL's"),
  PAUSE(
      Shown.REFUSED,
      "A paused cluster drops its sessions and takes none until it is resumed.",
      "Pausing and resuming a cluster"),

  // Tables and queries

  TABLES(
      Shown.BOTH,
      "CREATE TABLE with LIKE, AS, defaults, temporary tables by TEMP or a name with `#`; columns of a primary key are never null.",
      "CREATE TABLE; CREATE TABLE AS"),
  NAMES(
      Shown.REPRODUCED,
      "Names, quoted ones too, are folded to lower case.",
      "Names and identifiers"),
  DISTRIBUTION(
      Shown.BOTH,
      "DISTSTYLE, DISTKEY, SORTKEY and ENCODE are kept and told by `pg_table_def` and `svv_table_info`.",
      "CREATE TABLE; PG_TABLE_DEF; SVV_TABLE_INFO"),
  TYPES(
      Shown.REFUSED, "Types that Redshift lacks are refused.", "Unsupported PostgreSQL data types"),
  SUPER_TYPE(
      Shown.BOTH,
      "SUPER holds parsed JSON, texts of 65535 bytes and objects of 16 MB at most; an attribute twice in one object is refused; no key distributes or sorts by one.",
      "SUPER type limitations"),
  FUNCTIONS(Shown.BOTH, "Functions of Redshift; others don't exist.", "SQL functions reference"),
  CATALOG(
      Shown.BOTH,
      "`svv_columns`, `svv_tables`, `stv_slices`, SHOW TABLES and SHOW COLUMNS; a system relation that Redshift lacks doesn't exist.",
      "System tables and views reference"),
  QUERY_LIMITS(
      Shown.REFUSED,
      "What PostgreSQL's queries have and Redshift's lack: DISTINCT ON, FILTER, LATERAL, FOR UPDATE, COUNT(DISTINCT) of rows.",
      "Unsupported PostgreSQL features"),
  SWAP(
      Shown.REPRODUCED,
      "A table is exchanged for another by two renames in one transaction.",
      "ALTER TABLE"),
  LATE_BINDING(
      Shown.BOTH,
      "A view WITH NO SCHEMA BINDING outlives its tables and is checked when it is read.",
      "CREATE VIEW"),
  GRANTS(
      Shown.BOTH,
      "GRANT and REVOKE, as `svv_relation_privileges` shows them.",
      "GRANT; SVV_RELATION_PRIVILEGES"),
  DELETE_USING(Shown.BOTH, "DELETE takes USING with tables.", "DELETE"),
  WITH_AND_WRITES(
      Shown.BOTH,
      "WITH stands before UPDATE and DELETE and inside of INSERT; nothing is written inside of a WITH.",
      "WITH clause"),
  CURSORS(
      Shown.BOTH,
      "A cursor is declared in a transaction block and goes forward only.",
      "DECLARE; FETCH"),
  TRANSACTION_WORDS(
      Shown.REPRODUCED,
      "BEGIN, START TRANSACTION, COMMIT, END, ROLLBACK and ABORT; after an error a block takes only its end.",
      "BEGIN; END; ABORT"),
  SETTINGS(
      Shown.BOTH,
      "SET, SHOW and RESET of a session's settings; isolation levels are read and ignored.",
      "Configuration reference");

  /** Which cases a behaviour can have. */
  public enum Shown {
    REPRODUCED,
    REFUSED,
    BOTH
  }

  private final int number;
  private final Shown shown;
  private final String says;
  private final String source;

  Behaviour(Shown shown, String says, String source) {
    this(0, shown, says, source);
  }

  Behaviour(int number, Shown shown, String says, String source) {
    this.number = number;
    this.shown = shown;
    this.says = says;
    this.source = source;
  }

  /** 1 to 30 for those that a real account is asked about. */
  public OptionalInt number() {
    return number == 0 ? OptionalInt.empty() : OptionalInt.of(number);
  }

  /** Which tests there must be. */
  public Shown shown() {
    return shown;
  }

  /** What Redshift does, as a sentence. */
  public String says() {
    return says;
  }

  /** The page of AWS's documentation, by its title, or where else it is known from. */
  public String source() {
    return source;
  }

  /** Where the stand-in differs or is laxer; empty if nothing is known. */
  public Optional<String> differs() {
    return Differences.of(this);
  }
}
