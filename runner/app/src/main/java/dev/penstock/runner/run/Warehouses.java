package dev.penstock.runner.run;

import dev.penstock.api.model.Connection;
import dev.penstock.api.model.ResourceName;
import dev.penstock.api.model.Table;
import dev.penstock.runner.commit.Ledger;
import dev.penstock.runner.commit.Ledgers;
import dev.penstock.runner.secret.Secrets;
import dev.penstock.runner.target.redshift.Later;
import dev.penstock.runner.target.redshift.RedshiftLedger;
import dev.penstock.runner.target.redshift.RedshiftSession;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The warehouses of a run, one session each, opened when first asked for. */
final class Warehouses implements Ledgers, AutoCloseable {
  private final Connections connections;
  private final Secrets secrets;
  private final ResourceName pipeline;
  private final Stores stores;
  private final String root;
  private final String application;
  private final Clock clock;
  private final Duration longest;
  private final Map<String, Table> tables;
  private final Later later;
  private final Map<String, Open> opened = new LinkedHashMap<>();
  private final List<Logins> logins = new ArrayList<>();

  /** A session and the ledger that uses it. */
  record Open(RedshiftSession session, RedshiftLedger ledger) {}

  /** For who only looks: a busy warehouse is not waited for. */
  Warehouses(
      Connections connections,
      Secrets secrets,
      ResourceName pipeline,
      Stores stores,
      String root,
      String application,
      Clock clock) {
    this(
        connections,
        secrets,
        pipeline,
        stores,
        root,
        application,
        clock,
        Duration.ZERO,
        Map.of(),
        Later.NOTHING);
  }

  /**
   * The warehouses.
   *
   * @param longest from the opening on: how long a busy warehouse is waited for
   * @param tables by target, as they are made where one is missing
   * @param later what such a table must take besides the entry that it is made for
   */
  Warehouses(
      Connections connections,
      Secrets secrets,
      ResourceName pipeline,
      Stores stores,
      String root,
      String application,
      Clock clock,
      Duration longest,
      Map<String, Table> tables,
      Later later) {
    this.longest = longest;
    this.connections = connections;
    this.secrets = secrets;
    this.pipeline = pipeline;
    this.stores = stores;
    this.root = root;
    this.application = application;
    this.clock = clock;
    this.tables = Map.copyOf(tables);
    this.later = later;
  }

  @Override
  public Ledger of(String connection) {
    return open(connection).ledger();
  }

  @Override
  public boolean has(String connection) {
    return connections.hasRedshift(connection);
  }

  synchronized Open open(String name) {
    return opened.computeIfAbsent(name, key -> opened(connections.redshift(key)));
  }

  /** Opens one with another schema than that of the control tables, instead of what was opened. */
  synchronized Open openWith(String name, String schema) {
    var before = opened.remove(name);
    if (before != null) {
      before.session().close();
    }
    var connection = connections.redshift(name).withControlSchema(schema);
    return opened.computeIfAbsent(name, key -> opened(connection));
  }

  private Open opened(Connection.Redshift connection) {
    // What is missing is said before anything is asked.
    var login = new Logins(connection, secrets, application, clock);
    logins.add(login);
    var unused = login.get();
    var session = new RedshiftSession(connection, login, longest);
    return new Open(
        session, new RedshiftLedger(session, pipeline, stores, root, clock, tables, later));
  }

  /** Ends the statements under way, whose callers then fail. */
  synchronized void cancel() {
    opened.values().forEach(open -> open.session().cancel());
  }

  @Override
  public synchronized void close() {
    opened.values().forEach(open -> open.session().close());
    logins.forEach(Logins::close);
  }
}
