package dev.penstock.sandbox.smoke;

import static dev.penstock.sandbox.smoke.Account.answer;
import static dev.penstock.sandbox.smoke.Account.read;
import static dev.penstock.sandbox.smoke.Account.refused;
import static dev.penstock.sandbox.smoke.Account.run;

import dev.penstock.sandbox.redshift.fidelity.Behaviour;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;

/** Keys, lengths, identities. */
final class TableCases {
  private TableCases() {}

  static List<SmokeCase> all() {
    return List.of(
        new SmokeCase(Behaviour.KEYS_INFORM_ONLY, "2 rows of one key", TableCases::keys),
        new SmokeCase(
            Behaviour.LENGTHS_ARE_BYTES,
            "22001 value too long for type character varying(3); surplus blanks: 3 bytes",
            TableCases::bytes),
        new SmokeCase(Behaviour.DEFAULT_LENGTHS, "256, 256, 1, 65535, 4096", TableCases::lengths),
        new SmokeCase(
            Behaviour.IDENTITY,
            "100 of 100 differ; listed in COPY: refused",
            TableCases::identities),
        new SmokeCase(Behaviour.MISSING_COLUMNS, "7, NULL; 1 load error", TableCases::missing));
  }

  private static String keys(Account account) throws Exception {
    Connection session = account.session();
    run(session, "CREATE TABLE t (id INTEGER, PRIMARY KEY (id))");
    run(session, "INSERT INTO t VALUES (1)");
    run(session, "INSERT INTO t VALUES (1)");
    return read(session, "SELECT count(*) FROM t WHERE id = 1") + " rows of one key";
  }

  private static String bytes(Account account) throws Exception {
    Connection session = account.session();
    run(session, "CREATE TABLE t (name VARCHAR(3))");
    String tooLong = answer(session, "INSERT INTO t VALUES ('aüb')");
    run(session, "INSERT INTO t VALUES ('abc   ')");
    return "%s; surplus blanks: %s bytes"
        .formatted(tooLong, read(session, "SELECT octet_length(name) FROM t"));
  }

  private static String lengths(Account account) throws Exception {
    Connection session = account.session();
    run(session, "CREATE TABLE t (a VARCHAR, b TEXT, c CHAR, d VARCHAR(MAX), e CHAR(MAX))");
    return read(
        session,
        "SELECT character_maximum_length FROM svv_columns WHERE table_schema = '%s' AND table_name = 't' ORDER BY ordinal_position"
            .formatted(account.schema()));
  }

  private static String identities(Account account) throws Exception {
    Connection session = account.session();
    run(session, "CREATE TABLE t (id BIGINT IDENTITY(1, 1), v INTEGER)");
    try (Statement insert = session.createStatement()) {
      for (int i = 0; i < 10; i++) {
        insert.execute(
            "INSERT INTO t (v) VALUES (1), (2), (3), (4), (5), (6), (7), (8), (9), (10)");
      }
    }
    String distinct = read(session, "SELECT count(DISTINCT id) FROM t");
    String url = account.text("rows.csv", "1000,1\n");
    return "%s of %s differ; listed in COPY: %s"
        .formatted(
            distinct,
            read(session, "SELECT count(*) FROM t"),
            refused(session, account.copy("t (id, v)", url, "CSV")));
  }

  private static String missing(Account account) throws Exception {
    Connection session = account.session();
    run(session, "CREATE TABLE t (id INTEGER, v INTEGER DEFAULT 7, w INTEGER)");
    String url = account.text("rows.csv", "1\n");
    run(session, account.copy("t (id)", url, "CSV"));
    run(session, "CREATE TABLE u (id INTEGER, v INTEGER NOT NULL)");
    answer(session, account.copy("u (id)", url, "CSV"));
    return "%s; %s load error"
        .formatted(
            read(session, "SELECT v || ', ' || NVL(CAST(w AS VARCHAR(10)), 'NULL') FROM t"),
            read(session, "SELECT count(*) FROM stl_load_errors WHERE query = pg_last_copy_id()"));
  }
}
