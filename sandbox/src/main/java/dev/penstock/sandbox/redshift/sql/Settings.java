package dev.penstock.sandbox.redshift.sql;

import dev.penstock.sandbox.redshift.sql.Statement.Forward;
import dev.penstock.sandbox.redshift.sql.Statement.Then;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** SET, RESET and SHOW of a session's settings. */
public final class Settings {
  /** Those that PostgreSQL has too, with the same meaning. */
  private static final Set<String> SHARED =
      Set.of(
          "search_path",
          "statement_timeout",
          "datestyle",
          "timezone",
          "extra_float_digits",
          "application_name",
          "client_encoding");

  /** Those that change nothing here, with what they are at first. */
  private static final Map<String, String> KEPT =
      Map.of(
          "query_group", "default",
          "enable_result_cache_for_session", "on",
          "wlm_query_slot_count", "1",
          "analyze_threshold_percent", "10");

  private Settings() {}

  /**
   * Whether PostgreSQL has this setting too, with the same meaning.
   *
   * @param setting in lower case
   */
  public static boolean isShared(String setting) {
    return SHARED.contains(setting);
  }

  static Statement set(Sql sql) throws Refusal {
    if (sql.takes("SESSION", "CHARACTERISTICS", "AS", "TRANSACTION")) {
      return characteristics(sql);
    }
    if (sql.sees("SESSION", "AUTHORIZATION")) {
      throw Refusal.unknown("SET SESSION AUTHORIZATION");
    }
    sql.takes("SESSION");
    boolean local = sql.takes("LOCAL");
    String setting = sql.name();
    if (!sql.takes("TO") && !sql.takes("=")) {
      throw Refusal.unknown("SET " + setting);
    }
    List<Token> value = sql.rest();
    if (setting.equals("readonly")) {
      boolean on = Sql.text(value).strip().matches("1|on|true|'1'");
      return readOnly(on);
    }
    return Forward.then(
        Then.NAMES_CHANGED,
        "SET %s%s TO %s"
            .formatted(local ? "LOCAL " : "", inPostgres("SET", setting), Sql.text(value)));
  }

  private static Statement characteristics(Sql sql) throws Refusal {
    if (sql.takes("ISOLATION", "LEVEL")) {
      Transactions.isolation(sql);
      sql.end();
      // The level of the database stays; the driver wants to hear that something was set.
      return Forward.plain("SET penstock.isolation_level TO ignored");
    }
    sql.expect("READ");
    boolean only = sql.takes("ONLY");
    if (!only) {
      sql.expect("WRITE");
    }
    sql.end();
    return readOnly(only);
  }

  private static Statement readOnly(boolean on) {
    return Forward.plain(
        "SET SESSION CHARACTERISTICS AS TRANSACTION READ " + (on ? "ONLY" : "WRITE"));
  }

  static Statement reset(Sql sql) throws Refusal {
    String setting = sql.name();
    sql.end();
    return Forward.then(Then.NAMES_CHANGED, "RESET " + inPostgres("RESET", setting));
  }

  static Statement show(Sql sql) throws Refusal {
    if (Shows.comes(sql)) {
      return Shows.translate(sql);
    }
    String setting = sql.name();
    sql.end();
    if (KEPT.containsKey(setting)) {
      // PostgreSQL doesn't know it before it was set once.
      return Forward.plain(
          "SELECT coalesce(nullif(current_setting('penstock.%s', true), ''), '%s') AS %s"
              .formatted(setting, KEPT.get(setting), setting));
    }
    return Forward.plain("SHOW " + inPostgres("SHOW", setting));
  }

  private static String inPostgres(String verb, String setting) throws Refusal {
    if (KEPT.containsKey(setting)) {
      return "penstock." + setting;
    }
    if (!isShared(setting)) {
      throw Refusal.unknown(verb + " " + setting);
    }
    return setting;
  }
}
