package dev.penstock.api.validation;

import dev.penstock.api.QuerySpec;
import dev.penstock.api.SourceSpec;
import dev.penstock.api.StepSpec;
import dev.penstock.api.model.Connection;
import dev.penstock.api.model.Read;
import dev.penstock.api.model.Source;
import dev.penstock.api.model.Step;
import dev.penstock.api.validation.Finding.Reason;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Sources and steps: what has a name that SQL can use. */
final class RelationCheck {
  private static final int SQL = 65_536;

  private final Findings findings;
  private final ConnectionBook connections;
  private final Set<String> names = new HashSet<>();
  private final List<String> cursors = new ArrayList<>();
  private final Set<String> incremental = new HashSet<>();

  RelationCheck(Findings findings, ConnectionBook connections) {
    this.findings = findings;
    this.connections = connections;
  }

  /**
   * {@return the cursors of all incremental sources, right or wrong, in the order of the sources}
   */
  List<String> cursors() {
    return List.copyOf(cursors);
  }

  /** {@return whether it is a source of which a run reads only what has changed} */
  boolean isIncremental(String relation) {
    return incremental.contains(relation);
  }

  /**
   * A place that names a source or a step. Every name that was written is known, right or wrong, so
   * that one mistake is one finding.
   *
   * @param verb what is done with the relation, as {@code loads}
   */
  String named(Place place, @Nullable String value, String what, String verb) {
    var name = place.required(value, what, 63);
    if (!name.isEmpty() && !names.contains(name)) {
      place.refuse(
          Reason.NOT_FOUND,
          "%s %s, which is no source or step".formatted(verb, Shown.of(name)),
          names.isEmpty()
              ? "Name a source or a step"
              : "Name one of " + Shown.all(names) + ", or add a step of that name");
    }
    return name;
  }

  List<Source> sources(Place place, @Nullable List<SourceSpec> specs) {
    return new NamedItems<>("Source", 1, 64, SourceSpec::name).check(place, specs, this::source);
  }

  /** Whether the SQL is right, and can be put in an order, is the plan's to say. */
  List<Step> steps(Place place, @Nullable List<StepSpec> specs) {
    return new NamedItems<>("Step", 0, 64, StepSpec::name).check(place, specs, this::step);
  }

  private Optional<Source> source(Place item, SourceSpec spec) {
    int mark = findings.mark();
    var name = name(item.field("name"), spec.name());
    var at = item.field("connection");
    var connection = connections.find(at, spec.connection(), Connection.Postgres.class);
    connection.ifPresent(c -> Rights.read(at, c, "reads over"));
    var read = read(item, spec, connection);
    var invalidTexts = SourceColumnCheck.check(item, spec);
    return connection.flatMap(c ->
        findings.since(mark, () -> new Source(name, c.name(), read.orElseThrow(), invalidTexts)));
  }

  private Optional<Read> read(
      Place item, SourceSpec spec, Optional<Connection.Postgres> connection) {
    if (spec.table() != null && spec.query() != null) {
      item.refuse(
          Reason.INVALID, "says twice what to read", "Write exactly one of table, query under it");
    } else if (spec.table() != null) {
      if (spec.table().incremental() != null) {
        incremental.add(Objects.requireNonNullElse(spec.name(), ""));
        cursors.add(Objects.requireNonNullElse(spec.table().incremental().column(), ""));
      }
      return new TableCheck(findings, connection).check(item.field("table"), spec.table());
    } else if (spec.query() != null) {
      return query(item.field("query"), spec.query(), connection);
    } else {
      item.refuse(
          Reason.REQUIRED,
          "does not say what to read",
          "Write exactly one of table, query under it");
    }
    return Optional.empty();
  }

  private Optional<Read> query(
      Place place, QuerySpec spec, Optional<Connection.Postgres> connection) {
    int mark = findings.mark();
    connection.ifPresent(c -> Rights.queries(place, c, "Write table instead"));
    var sql = place.field("sql").sql(spec.sql(), "sql", SQL);
    return findings.since(mark, () -> new Read.Query(sql));
  }

  private Optional<Step> step(Place item, StepSpec spec) {
    int mark = findings.mark();
    var name = name(item.field("name"), spec.name());
    var sql = item.field("sql").sql(spec.sql(), "sql", SQL);
    return findings.since(mark, () -> new Step(name, sql));
  }

  private String name(Place place, @Nullable String value) {
    var name = Names.relation(place, value);
    if (!name.isEmpty() && !names.add(name)) {
      place.refuse(
          Reason.DUPLICATE,
          "has the name of another source or step",
          "Give every source and step a name of its own");
    }
    return name;
  }
}
