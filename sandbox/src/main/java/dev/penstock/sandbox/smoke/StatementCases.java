package dev.penstock.sandbox.smoke;

import static dev.penstock.sandbox.smoke.Account.answer;
import static dev.penstock.sandbox.smoke.Account.answerWith;
import static dev.penstock.sandbox.smoke.Account.read;
import static dev.penstock.sandbox.smoke.Account.refused;
import static dev.penstock.sandbox.smoke.Account.run;

import dev.penstock.sandbox.redshift.fidelity.Behaviour;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;

/** Statements that mean more, or less, than in PostgreSQL. */
final class StatementCases {
  private static final List<String> POSTGRESQL_ONLY =
      List.of(
          "COPY t FROM STDIN",
          "CREATE INDEX i ON t (id)",
          "CREATE SEQUENCE s",
          // PostgreSQL has this function, so nothing is wrong with it but that it is a trigger.
          "CREATE TRIGGER g BEFORE UPDATE ON t FOR EACH ROW EXECUTE PROCEDURE"
              + " suppress_redundant_updates_trigger()",
          "CREATE TABLE u (id INTEGER CHECK (id > 0))",
          "CREATE TABLE u (ids INTEGER[])",
          "INSERT INTO t VALUES (1) ON CONFLICT DO NOTHING",
          "INSERT INTO t VALUES (1) RETURNING id",
          "SAVEPOINT s");

  private StatementCases() {}

  static List<SmokeCase> all() {
    return List.of(
        new SmokeCase(
            Behaviour.TRUNCATE_COMMITS, "after the rollback: 0 rows", StatementCases::truncate),
        new SmokeCase(
            Behaviour.ALONE,
            "VACUUM in a block: refused; APPEND in a block: refused; after APPEND: 1 row, 0 left",
            StatementCases::alone),
        new SmokeCase(
            Behaviour.ALTER_TABLE,
            "two columns: refused; another type: refused; wider: accepted; in a block: refused",
            StatementCases::alter),
        new SmokeCase(
            Behaviour.MERGE,
            "updated 10, inserted 20; Found multiple matches to update the same tuple.",
            StatementCases::merge),
        new SmokeCase(
            Behaviour.STATEMENTS_SENT_TOGETHER,
            "after an error in the second: 0 rows",
            StatementCases::together),
        new SmokeCase(
            Behaviour.POSTGRESQL_ONLY,
            "%d of %d refused".formatted(POSTGRESQL_ONLY.size(), POSTGRESQL_ONLY.size()),
            StatementCases::postgresqlOnly));
  }

  private static String truncate(Account account) throws Exception {
    Connection session = account.session();
    run(session, "CREATE TABLE t (id INTEGER)");
    run(session, "INSERT INTO t VALUES (1)");
    session.setAutoCommit(false);
    run(session, "TRUNCATE t");
    session.rollback();
    return "after the rollback: %s rows".formatted(read(session, "SELECT count(*) FROM t"));
  }

  private static String alone(Account account) throws Exception {
    Connection session = account.session();
    run(session, "CREATE TABLE t (id INTEGER)");
    run(session, "CREATE TABLE s (id INTEGER)");
    run(session, "INSERT INTO s VALUES (1)");
    String vacuum = inBlock(session, "VACUUM t");
    String append = inBlock(session, "ALTER TABLE t APPEND FROM s");
    run(session, "ALTER TABLE t APPEND FROM s");
    return "VACUUM in a block: %s; APPEND in a block: %s; after APPEND: %s row, %s left"
        .formatted(
            vacuum,
            append,
            read(session, "SELECT count(*) FROM t"),
            read(session, "SELECT count(*) FROM s"));
  }

  private static String inBlock(Connection session, String sql) throws Exception {
    session.setAutoCommit(false);
    try {
      run(session, "SELECT 1");
      return refused(session, sql);
    } finally {
      session.rollback();
      session.setAutoCommit(true);
    }
  }

  private static String alter(Account account) throws Exception {
    Connection session = account.session();
    run(session, "CREATE TABLE t (id INTEGER, name VARCHAR(3))");
    return "two columns: %s; another type: %s; wider: %s; in a block: %s"
        .formatted(
            refused(session, "ALTER TABLE t ADD COLUMN a INTEGER, ADD COLUMN b INTEGER"),
            refused(session, "ALTER TABLE t ALTER COLUMN id TYPE VARCHAR(9)"),
            refused(session, "ALTER TABLE t ALTER COLUMN name TYPE VARCHAR(9)"),
            inBlock(session, "ALTER TABLE t ALTER COLUMN name TYPE VARCHAR(12)"));
  }

  private static String merge(Account account) throws Exception {
    Connection session = account.session();
    run(session, "CREATE TABLE t (id INTEGER, v INTEGER)");
    run(session, "CREATE TABLE s (id INTEGER, v INTEGER)");
    run(session, "INSERT INTO t VALUES (1, 1)");
    run(session, "INSERT INTO s VALUES (1, 10), (2, 20)");
    String merge =
        "MERGE INTO t USING s ON t.id = s.id WHEN MATCHED THEN UPDATE SET v = s.v WHEN NOT MATCHED"
            + " THEN INSERT VALUES (s.id, s.v)";
    run(session, merge);
    String merged =
        "updated %s, inserted %s"
            .formatted(
                read(session, "SELECT v FROM t WHERE id = 1"),
                read(session, "SELECT v FROM t WHERE id = 2"));
    run(session, "INSERT INTO s VALUES (1, 30)");
    return "%s; %s"
        .formatted(
            merged, answerWith("Found multiple matches to update the same tuple.", session, merge));
  }

  private static String together(Account account) throws Exception {
    Connection session = account.session();
    run(session, "CREATE TABLE t (id INTEGER)");
    answer(session, "INSERT INTO t VALUES (1); INSERT INTO t VALUES ('one')");
    return "after an error in the second: %s rows"
        .formatted(read(session, "SELECT count(*) FROM t"));
  }

  private static String postgresqlOnly(Account account) throws Exception {
    Connection session = account.session();
    run(session, "CREATE TABLE t (id INTEGER)");
    List<String> others = new ArrayList<>();
    for (String sql : POSTGRESQL_ONLY) {
      // In a block, for PostgreSQL takes a SAVEPOINT only there.
      String answer = inBlock(session, sql);
      if (!answer.equals("refused")) {
        others.add("%s: %s".formatted(sql, answer));
      }
    }
    return others.isEmpty()
        ? "%d of %d refused".formatted(POSTGRESQL_ONLY.size(), POSTGRESQL_ONLY.size())
        : String.join("; ", others);
  }
}
