package dev.penstock.api.validation;

import dev.penstock.api.SourceSpec;
import dev.penstock.api.StepSpec;
import dev.penstock.api.TableSpec;
import dev.penstock.api.model.Connection;
import dev.penstock.api.model.Read;
import dev.penstock.api.model.Source;
import dev.penstock.api.model.Step;
import dev.penstock.api.validation.Finding.Reason;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Sources and steps: what has a name that SQL can use. */
final class RelationCheck {
  private final Findings findings;
  private final ConnectionBook connections;
  private final Set<String> names = new HashSet<>();

  RelationCheck(Findings findings, ConnectionBook connections) {
    this.findings = findings;
    this.connections = connections;
  }

  /** {@return every name that was written, right or wrong, so that one mistake is one finding} */
  Set<String> names() {
    return Set.copyOf(names);
  }

  List<Source> sources(Place place, @Nullable List<SourceSpec> specs) {
    var sources = new ArrayList<Source>();
    int index = 0;
    for (var spec : place.list(specs, "source", 1, 64)) {
      var item = place.item(index++, "Source", spec == null ? null : spec.name());
      if (spec == null) {
        item.refuse(Reason.REQUIRED, "is empty", "Write it or remove it");
      } else {
        source(item, spec).ifPresent(sources::add);
      }
    }
    return sources;
  }

  /** Whether the SQL is right, and names only what comes before, is the plan's to say. */
  List<Step> steps(Place place, @Nullable List<StepSpec> specs) {
    var steps = new ArrayList<Step>();
    int index = 0;
    for (var spec : place.list(specs, "step", 0, 64)) {
      var item = place.item(index++, "Step", spec == null ? null : spec.name());
      if (spec == null) {
        item.refuse(Reason.REQUIRED, "is empty", "Write it or remove it");
      } else {
        step(item, spec).ifPresent(steps::add);
      }
    }
    return steps;
  }

  private Optional<Source> source(Place item, SourceSpec spec) {
    int mark = findings.mark();
    var name = name(item.field("name"), spec.name());
    var at = item.field("connection");
    var connection = connections.find(at, spec.connection(), Connection.Postgres.class);
    connection.ifPresent(c -> Rights.read(at, c, "reads over"));
    if (spec.table() == null) {
      item.refuse(Reason.REQUIRED, "does not say what to read", "Write table under it");
      return Optional.empty();
    }
    var read = table(item.field("table"), spec.table(), connection);
    return connection.flatMap(
        c -> findings.since(mark, () -> new Source(name, c.name(), read.orElseThrow())));
  }

  private Optional<Read> table(
      Place place, TableSpec spec, Optional<Connection.Postgres> connection) {
    int mark = findings.mark();
    var at = place.field("name");
    var name = at.required(spec.name(), "table name", 257);
    var parts = name.split("[.]", -1);
    if (!name.isEmpty()) {
      if (parts.length != 2 || parts[0].isBlank() || parts[1].isBlank()) {
        at.refuse(
            Reason.INVALID,
            "reads the table %s, which is not schema.table".formatted(Shown.of(name)),
            "Write schema and table with one dot between them, as public.orders");
      } else {
        connection.ifPresent(c -> Rights.schema(at, c, "reads", parts[0]));
      }
    }
    var columns = columns(place.field("columns"), spec.columns());
    return findings.since(mark, () -> new Read.Table(parts[0], parts[1], columns));
  }

  private static List<String> columns(Place place, @Nullable List<String> specs) {
    var columns = new ArrayList<String>();
    if (specs != null && specs.isEmpty()) {
      place.refuse(
          Reason.INVALID, "reads no column", "Name a column, or remove the field to read all");
    }
    int index = 0;
    for (var spec : place.list(specs, "column", 0, 1600)) {
      var item = place.item(index++);
      var column = item.required(spec, "name for a column", 128);
      if (!column.isEmpty() && columns.contains(column)) {
        item.refuse(
            Reason.DUPLICATE,
            "reads the column %s twice".formatted(Shown.of(column)),
            "Remove one");
      }
      columns.add(column);
    }
    return columns;
  }

  private Optional<Step> step(Place item, StepSpec spec) {
    int mark = findings.mark();
    var name = name(item.field("name"), spec.name());
    var at = item.field("sql");
    if (spec.sql() == null || spec.sql().isBlank()) {
      at.missing("sql");
      return Optional.empty();
    }
    var sql = spec.sql();
    if (sql.length() > 65_536) {
      at.refuse(
          Reason.INVALID,
          "has sql of %d characters".formatted(sql.length()),
          "Write at most 65536 characters, or split the step");
    } else if (sql.indexOf('\0') >= 0) {
      at.refuse(Reason.INVALID, "has a NUL character in its sql", "Remove it");
    }
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
