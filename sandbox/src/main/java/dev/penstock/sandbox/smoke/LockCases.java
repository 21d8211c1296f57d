package dev.penstock.sandbox.smoke;

import static dev.penstock.sandbox.smoke.Account.answer;
import static dev.penstock.sandbox.smoke.Account.beside;
import static dev.penstock.sandbox.smoke.Account.read;
import static dev.penstock.sandbox.smoke.Account.refused;
import static dev.penstock.sandbox.smoke.Account.run;

import dev.penstock.sandbox.redshift.fidelity.Behaviour;
import java.sql.Connection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** What two sessions see of each other. */
final class LockCases {
  /** Nobody tells from outside that a statement waits: one that took so long is taken to. */
  private static final int WAITS_SECONDS = 5;

  private LockCases() {}

  static List<SmokeCase> all() {
    return List.of(
        new SmokeCase(
            Behaviour.ONE_WRITER_PER_TABLE,
            "the second writer waits; a reader sees 0 rows at once; in the end 2 rows",
            LockCases::writers),
        new SmokeCase(Behaviour.ISOLATION, "1023", LockCases::conflict),
        new SmokeCase(
            Behaviour.SNAPSHOT_BEGINS_LATE,
            "after a LOCK: 1 row; after a SELECT: still 1 of 2 rows",
            LockCases::snapshot),
        new SmokeCase(
            Behaviour.LOCK_HAS_NO_MODES, "a mode: refused; a reader waits", LockCases::lock));
  }

  private static String waits(CompletableFuture<?> statement) throws Exception {
    try {
      statement.get(WAITS_SECONDS, TimeUnit.SECONDS);
      return "does not wait";
    } catch (TimeoutException e) {
      return "waits";
    }
  }

  private static String writers(Account account) throws Exception {
    Connection first = account.session();
    Connection second = account.session();
    Connection reader = account.session();
    run(first, "CREATE TABLE t (id INTEGER)");
    first.setAutoCommit(false);
    run(first, "INSERT INTO t VALUES (1)");
    CompletableFuture<String> insert = beside(() -> answer(second, "INSERT INTO t VALUES (2)"));
    String waits = waits(insert);
    String seen = read(reader, "SELECT count(*) FROM t");
    first.commit();
    insert.get(2, TimeUnit.MINUTES);
    return "the second writer %s; a reader sees %s rows at once; in the end %s rows"
        .formatted(waits, seen, read(reader, "SELECT count(*) FROM t"));
  }

  private static String conflict(Account account) throws Exception {
    Connection first = account.session();
    Connection second = account.session();
    run(first, "CREATE TABLE t (id INTEGER)");
    run(first, "INSERT INTO t VALUES (1)");
    second.setAutoCommit(false);
    read(second, "SELECT id FROM t");
    run(first, "UPDATE t SET id = 2");
    String answer = answer(second, "UPDATE t SET id = 3");
    second.rollback();
    return answer.contains("1023") ? "1023" : answer;
  }

  private static String snapshot(Account account) throws Exception {
    Connection first = account.session();
    Connection second = account.session();
    run(first, "CREATE TABLE t (id INTEGER)");
    second.setAutoCommit(false);
    run(second, "BEGIN");
    run(first, "INSERT INTO t VALUES (1)");
    run(second, "LOCK t");
    String fresh = read(second, "SELECT count(*) FROM t");
    second.commit();
    read(second, "SELECT count(*) FROM t");
    run(first, "INSERT INTO t VALUES (2)");
    String old = read(second, "SELECT count(*) FROM t");
    second.rollback();
    return "after a LOCK: %s row; after a SELECT: still %s of 2 rows".formatted(fresh, old);
  }

  private static String lock(Account account) throws Exception {
    Connection holder = account.session();
    Connection reader = account.session();
    run(holder, "CREATE TABLE t (id INTEGER)");
    String mode = refused(holder, "LOCK TABLE t IN SHARE MODE");
    holder.setAutoCommit(false);
    run(holder, "LOCK t");
    CompletableFuture<String> read = beside(() -> read(reader, "SELECT count(*) FROM t"));
    String waits = waits(read);
    holder.commit();
    read.get(2, TimeUnit.MINUTES);
    return "a mode: %s; a reader %s".formatted(mode, waits);
  }
}
