package dev.penstock.sandbox.smoke;

import static dev.penstock.sandbox.smoke.Account.answer;
import static dev.penstock.sandbox.smoke.Account.read;
import static dev.penstock.sandbox.smoke.Account.run;

import dev.penstock.sandbox.redshift.fidelity.Behaviour;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.Properties;

/** A COPY and what happens around it. */
final class CopyCases {
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private CopyCases() {}

  static List<SmokeCase> all() {
    return List.of(
        new SmokeCase(
            Behaviour.COPY_OUTLIVES_ITS_CLIENT,
            "the client gave up; the row came all the same",
            CopyCases::client),
        new SmokeCase(
            Behaviour.COPY_READS_AGAIN, "3 rows of 3 files, each loaded once", CopyCases::once));
  }

  /** The COPY waits for another writer longer than its client does. */
  private static String client(Account account) throws Exception {
    Connection holder = account.session();
    Connection reader = account.session();
    run(holder, "CREATE TABLE t (id INTEGER)");
    String url = account.text("1.csv", "1\n");
    Properties impatient = new Properties();
    impatient.setProperty("socketTimeout", "5");
    Connection gone = account.session(impatient);
    holder.setAutoCommit(false);
    run(holder, "INSERT INTO t VALUES (-1)");
    String said = answer(gone, account.copy("t", url, "CSV"));
    holder.commit();
    long until = System.nanoTime() + PATIENCE.toNanos();
    String rows = "0";
    while (rows.equals("0") && System.nanoTime() < until) {
      Thread.sleep(500);
      rows = read(reader, "SELECT count(*) FROM t WHERE id = 1");
    }
    return "%s; %s"
        .formatted(
            said.startsWith("08") ? "the client gave up" : "the client got: " + said,
            rows.equals("1") ? "the row came all the same" : rows + " rows came");
  }

  /** S3 can't be told from here to fail; that each file counts once can be seen. */
  private static String once(Account account) throws Exception {
    Connection session = account.session();
    run(session, "CREATE TABLE t (id INTEGER)");
    for (int i = 1; i <= 3; i++) {
      account.text("part/%d.csv".formatted(i), i + "\n");
    }
    run(session, account.copy("t", account.url("part/"), "CSV"));
    String files =
        read(
            session,
            "SELECT count(DISTINCT filename) FROM stl_load_commits WHERE query ="
                + " pg_last_copy_id()");
    String rows = read(session, "SELECT count(*) FROM t");
    String distinct = read(session, "SELECT count(DISTINCT id) FROM t");
    return "%s rows of %s files, each loaded %s"
        .formatted(rows, files, rows.equals(distinct) ? "once" : "more than once");
  }
}
