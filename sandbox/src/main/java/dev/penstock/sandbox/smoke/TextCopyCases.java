package dev.penstock.sandbox.smoke;

import static dev.penstock.sandbox.smoke.Account.answer;
import static dev.penstock.sandbox.smoke.Account.read;
import static dev.penstock.sandbox.smoke.Account.refused;
import static dev.penstock.sandbox.smoke.Account.run;

import dev.penstock.sandbox.redshift.fidelity.Behaviour;
import java.sql.Connection;
import java.util.List;

/** COPY of text. */
final class TextCopyCases {
  private static final int FIVE_MEGABYTES = 5 << 20;

  private TextCopyCases() {}

  static List<SmokeCase> all() {
    return List.of(
        new SmokeCase(
            Behaviour.COPY_IS_ATOMIC, "0 rows; with MAXERROR 2: 3 rows", TextCopyCases::atomic),
        new SmokeCase(
            Behaviour.COPY_CUTS_DECIMALS,
            "COPY 1.2, ROUNDEC 1.3, INSERT 1.3",
            TextCopyCases::decimals),
        new SmokeCase(
            Behaviour.TEXT_FORMATS,
            "number NULL, text '', EMPTYASNULL NULL, \\N NULL",
            TextCopyCases::formats),
        new SmokeCase(
            Behaviour.TEXT_LIMITS,
            "CSV with ESCAPE: refused; a row of 5 MB: refused",
            TextCopyCases::limits),
        new SmokeCase(
            Behaviour.LOAD_ERRORS,
            "Load into table 't' failed.; after the rollback: 1 error",
            TextCopyCases::errors),
        new SmokeCase(
            Behaviour.LAST_COPY,
            "2 loaded, after a refusal 2, after a failure 0",
            TextCopyCases::last));
  }

  private static String atomic(Account account) throws Exception {
    Connection session = account.session();
    run(session, "CREATE TABLE t (id INTEGER)");
    account.text("part/1.csv", "1\n2\n");
    account.text("part/2.csv", "3\nfour\n");
    String url = account.url("part/");
    answer(session, account.copy("t", url, "CSV"));
    String none = read(session, "SELECT count(*) FROM t");
    run(session, account.copy("t", url, "CSV MAXERROR 2"));
    return "%s rows; with MAXERROR 2: %s rows"
        .formatted(none, read(session, "SELECT count(*) FROM t"));
  }

  private static String decimals(Account account) throws Exception {
    Connection session = account.session();
    run(session, "CREATE TABLE t (step INTEGER, v DECIMAL(5, 1))");
    run(session, account.copy("t", account.text("1.csv", "1,1.29\n"), "CSV"));
    run(session, account.copy("t", account.text("2.csv", "2,1.29\n"), "CSV ROUNDEC"));
    run(session, "INSERT INTO t VALUES (3, 1.29)");
    return "COPY %s, ROUNDEC %s, INSERT %s"
        .formatted(
            read(session, "SELECT v FROM t WHERE step = 1"),
            read(session, "SELECT v FROM t WHERE step = 2"),
            read(session, "SELECT v FROM t WHERE step = 3"));
  }

  private static String formats(Account account) throws Exception {
    Connection session = account.session();
    run(session, "CREATE TABLE t (id INTEGER, n INTEGER, v VARCHAR(10))");
    run(session, account.copy("t", account.text("1.txt", "1||\n"), ""));
    run(session, account.copy("t", account.text("2.txt", "2||\n"), "EMPTYASNULL"));
    run(session, account.copy("t", account.text("3.txt", "3|7|\\N\n"), ""));
    String shown = "SELECT NVL(QUOTE_LITERAL(v), 'NULL') FROM t WHERE id = ";
    return "number %s, text %s, EMPTYASNULL %s, \\N %s"
        .formatted(
            read(session, "SELECT NVL(CAST(n AS VARCHAR(9)), 'NULL') FROM t WHERE id = 1"),
            read(session, shown + 1),
            read(session, shown + 2),
            read(session, shown + 3));
  }

  private static String limits(Account account) throws Exception {
    Connection session = account.session();
    run(session, "CREATE TABLE t (v VARCHAR(MAX))");
    String small = account.text("small.csv", "a\n");
    String large = account.text("large.txt", "x".repeat(FIVE_MEGABYTES) + "\n");
    return "CSV with ESCAPE: %s; a row of 5 MB: %s"
        .formatted(
            refused(session, account.copy("t", small, "CSV ESCAPE")),
            refused(session, account.copy("t", large, "TRUNCATECOLUMNS")));
  }

  private static String errors(Account account) throws Exception {
    Connection session = account.session();
    run(session, "CREATE TABLE t (id INTEGER)");
    session.setAutoCommit(false);
    String said = answer(session, account.copy("t", account.text("1.csv", "one\n"), "CSV"));
    session.rollback();
    String sentence = "Load into table 't' failed.";
    return "%s; after the rollback: %s error"
        .formatted(
            said.contains(sentence) ? sentence : said,
            read(
                session,
                "SELECT count(*) FROM stl_load_errors WHERE query = pg_last_copy_id() AND colname ="
                    + " 'id'"));
  }

  private static String last(Account account) throws Exception {
    Connection session = account.session();
    String count = "SELECT pg_last_copy_count()";
    run(session, "CREATE TABLE t (id INTEGER)");
    String good = account.text("1.csv", "1\n2\n");
    run(session, account.copy("t", good, "CSV"));
    String loaded = read(session, count);
    answer(session, account.copy("t", good, "CSV NO_SUCH_OPTION"));
    String refused = read(session, count);
    answer(session, account.copy("t", account.text("2.csv", "one\n"), "CSV"));
    return "%s loaded, after a refusal %s, after a failure %s"
        .formatted(loaded, refused, read(session, count));
  }
}
