package dev.penstock.sandbox.smoke;

import static dev.penstock.sandbox.smoke.Account.answerWith;
import static dev.penstock.sandbox.smoke.Account.read;
import static dev.penstock.sandbox.smoke.Account.run;

import dev.penstock.sandbox.redshift.fidelity.Behaviour;
import java.sql.Connection;
import java.util.List;

/** COPY of Parquet. */
final class ParquetCases {
  private ParquetCases() {}

  static List<SmokeCase> all() {
    return List.of(
        new SmokeCase(
            Behaviour.PARQUET_OPTIONS,
            "MAXERROR argument is not supported for PARQUET based COPY",
            ParquetCases::options),
        new SmokeCase(
            Behaviour.PARQUET_BY_POSITION,
            "names don't count: 1 row; Unmatched number of columns between table and file.",
            ParquetCases::position),
        new SmokeCase(
            Behaviour.PARQUET_TYPES,
            "has an incompatible Parquet schema for column; is longer than the length defined in"
                + " the table",
            ParquetCases::types),
        new SmokeCase(
            Behaviour.NANOSECONDS, "accepted, and the year isn't 2024", ParquetCases::nanoseconds));
  }

  private static String parquet(Account account, String name, String query) throws Exception {
    return account.copy("t", account.parquetByManifest(name, query), "FORMAT AS PARQUET MANIFEST");
  }

  private static String options(Account account) throws Exception {
    Connection session = account.session();
    run(session, "CREATE TABLE t (id INTEGER)");
    return answerWith(
        "MAXERROR argument is not supported for PARQUET based COPY",
        session,
        parquet(account, "a.parquet", "SELECT 1::INT AS id") + " MAXERROR 5");
  }

  private static String position(Account account) throws Exception {
    Connection session = account.session();
    run(session, "CREATE TABLE t (id INTEGER)");
    run(session, parquet(account, "a.parquet", "SELECT 1::INT AS another_name"));
    return "names don't count: %s row; %s"
        .formatted(
            read(session, "SELECT count(*) FROM t"),
            answerWith(
                "Unmatched number of columns between table and file.",
                session,
                parquet(account, "b.parquet", "SELECT 1::INT AS id, 2::INT AS more")));
  }

  private static String types(Account account) throws Exception {
    Connection session = account.session();
    run(session, "CREATE TABLE t (id INTEGER)");
    String type =
        answerWith(
            "has an incompatible Parquet schema for column",
            session,
            parquet(account, "a.parquet", "SELECT 1::BIGINT AS id"));
    run(session, "DROP TABLE t");
    run(session, "CREATE TABLE t (name VARCHAR(3))");
    return "%s; %s"
        .formatted(
            type,
            answerWith(
                "is longer than the length defined in the table",
                session,
                parquet(account, "b.parquet", "SELECT 'four' AS name")));
  }

  private static String nanoseconds(Account account) throws Exception {
    Connection session = account.session();
    run(session, "CREATE TABLE t (at TIMESTAMP)");
    run(session, parquet(account, "a.parquet", "SELECT TIMESTAMP_NS '2024-01-01 00:00:00' AS at"));
    String right =
        read(session, "SELECT count(*) FROM t WHERE at BETWEEN '2024-01-01' AND '2024-12-31'");
    return right.equals("0") ? "accepted, and the year isn't 2024" : "accepted, the year is 2024";
  }
}
