package dev.penstock.sandbox.smoke;

import static dev.penstock.sandbox.smoke.Account.answerWith;
import static dev.penstock.sandbox.smoke.Account.read;
import static dev.penstock.sandbox.smoke.Account.refused;
import static dev.penstock.sandbox.smoke.Account.run;

import dev.penstock.sandbox.redshift.fidelity.Behaviour;
import java.sql.Connection;
import java.util.List;

/** Which objects a COPY reads. */
final class ManifestCases {
  private ManifestCases() {}

  static List<SmokeCase> all() {
    return List.of(
        new SmokeCase(Behaviour.A_PREFIX_IS_NO_FOLDER, "3 rows", ManifestCases::prefix),
        new SmokeCase(
            Behaviour.MANIFEST,
            "optional and missing: 1 row; mandatory and missing: refused; listed twice: 2 rows",
            ManifestCases::manifest),
        new SmokeCase(
            Behaviour.MANIFEST_LENGTHS,
            "File entry does not have 'meta' key.; too long: refused",
            ManifestCases::lengths));
  }

  private static String prefix(Account account) throws Exception {
    Connection session = account.session();
    run(session, "CREATE TABLE t (id INTEGER)");
    account.text("cust/1.csv", "1\n");
    account.text("cust_bak/2.csv", "2\n");
    account.text("cust.log", "3\n");
    run(session, account.copy("t", account.url("cust"), "CSV"));
    return read(session, "SELECT count(*) FROM t") + " rows";
  }

  private static String manifest(Account account) throws Exception {
    Connection session = account.session();
    run(session, "CREATE TABLE t (id INTEGER)");
    String there = "{\"url\":\"%s\"}".formatted(account.text("there.csv", "1\n"));
    String missing = "{\"url\":\"%s\"}".formatted(account.url("missing.csv"));
    String mandatory = "{\"url\":\"%s\",\"mandatory\":true}".formatted(account.url("missing.csv"));
    run(session, account.copy("t", entries(account, "optional", there, missing), "CSV MANIFEST"));
    String optional = read(session, "SELECT count(*) FROM t");
    String refused =
        refused(
            session,
            account.copy("t", entries(account, "mandatory", there, mandatory), "CSV MANIFEST"));
    run(session, "DELETE FROM t");
    run(session, account.copy("t", entries(account, "twice", there, there), "CSV MANIFEST"));
    return "optional and missing: %s row; mandatory and missing: %s; listed twice: %s rows"
        .formatted(optional, refused, read(session, "SELECT count(*) FROM t"));
  }

  private static String lengths(Account account) throws Exception {
    Connection session = account.session();
    run(session, "CREATE TABLE t (id INTEGER)");
    String url = account.parquet("a.parquet", "SELECT 1::INT AS id");
    String without = entries(account, "without", "{\"url\":\"%s\"}".formatted(url));
    String above =
        entries(
            account,
            "above",
            "{\"url\":\"%s\",\"meta\":{\"content_length\":1000000}}".formatted(url));
    return "%s; too long: %s"
        .formatted(
            answerWith(
                "File entry does not have 'meta' key.",
                session,
                account.copy("t", without, "FORMAT AS PARQUET MANIFEST")),
            refused(session, account.copy("t", above, "FORMAT AS PARQUET MANIFEST")));
  }

  private static String entries(Account account, String name, String... entries) {
    return account.text(
        name + ".manifest", "{\"entries\":[%s]}".formatted(String.join(",", entries)));
  }
}
