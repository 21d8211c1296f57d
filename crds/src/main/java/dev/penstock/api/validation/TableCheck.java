package dev.penstock.api.validation;

import dev.penstock.api.TableSpec;
import dev.penstock.api.model.Connection;
import dev.penstock.api.model.Incremental;
import dev.penstock.api.model.Read;
import dev.penstock.api.validation.Finding.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** A table that a source reads, whole or by increments. */
final class TableCheck {
  private final Findings findings;
  private final Optional<Connection.Postgres> connection;

  TableCheck(Findings findings, Optional<Connection.Postgres> connection) {
    this.findings = findings;
    this.connection = connection;
  }

  Optional<Read> check(Place place, TableSpec spec) {
    int mark = findings.mark();
    var name = name(place.field("name"), spec.name());
    var columns = columns(place.field("columns"), spec.columns());
    var where = where(place.field("where"), spec.where());
    int cut = (int) place.field("splits").bounded(spec.splits(), "number of splits", 1, 1024, 0);
    var splits = cut == 0 ? OptionalInt.empty() : OptionalInt.of(cut);
    var incremental =
        spec.incremental() == null
            ? Optional.<Incremental>empty()
            : new IncrementalCheck(findings, place, columns).check(spec.incremental());
    return findings.since(
        mark,
        () -> new Read.Table(name.getFirst(), name.getLast(), columns, where, splits, incremental));
  }

  private List<String> name(Place place, @Nullable String value) {
    var name = place.required(value, "table name", 257);
    var parts = List.of(name.split("[.]", -1));
    if (!name.isEmpty()) {
      if (parts.size() != 2 || parts.stream().anyMatch(String::isBlank)) {
        place.refuse(
            Reason.INVALID,
            "reads the table %s, which is not schema.table".formatted(Shown.of(name)),
            "Write schema and table with one dot between them, as public.orders");
      } else {
        connection.ifPresent(c -> Rights.schema(place, c, "reads", parts.getFirst()));
      }
    }
    return parts;
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
      var column = item.required(spec, "name for a column", Columns.NAME);
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

  // A condition can hold a subquery over any schema, so it needs the right of a query.
  private Optional<String> where(Place place, @Nullable String value) {
    if (value == null) {
      return Optional.empty();
    }
    connection.ifPresent(c -> Rights.queries(place, c, "Remove where"));
    return Optional.of(place.sql(value, "where", 4096));
  }
}
