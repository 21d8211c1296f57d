package dev.penstock.sandbox.redshift.wire;

import dev.penstock.sandbox.redshift.copy.target.TargetColumn;
import dev.penstock.sandbox.redshift.sql.CopyCommand;
import dev.penstock.sandbox.redshift.sql.CopyOptions;
import dev.penstock.sandbox.redshift.sql.Literals;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Asks which columns a COPY loads, inside its own transaction: nobody else sees a table that was
 * made in it.
 */
record CopyTarget(Pipeline pipeline, CopyCommand command) {
  /** The columns in the order of the file; empty if the client has got an error instead. */
  Optional<List<TargetColumn>> columns() throws IOException {
    Optional<List<TargetColumn>> all = all();
    if (all.isEmpty()) {
      return Optional.empty();
    }
    boolean explicit = command.options().has(CopyOptions.Flag.EXPLICIT_IDS);
    if (explicit && all.get().stream().noneMatch(TargetColumn::numbered)) {
      return refused("0A000", "EXPLICIT_IDS needs a table with an IDENTITY column");
    }
    if (command.columns().isEmpty()) {
      return Optional.of(
          all.get().stream().filter(column -> explicit || !column.numbered()).toList());
    }
    return chosen(all.get(), explicit);
  }

  private Optional<List<TargetColumn>> chosen(List<TargetColumn> all, boolean explicit)
      throws IOException {
    List<TargetColumn> chosen = new ArrayList<>();
    for (String name : command.columns()) {
      Optional<TargetColumn> column =
          all.stream().filter(candidate -> candidate.name().equals(name)).findFirst();
      if (column.isEmpty()) {
        return refused(
            "42703",
            "column \"%s\" of relation \"%s\" does not exist".formatted(name, command.bareTable()));
      }
      if (column.get().numbered() && !explicit) {
        return refused("0A000", "Identity column %s in a COPY needs EXPLICIT_IDS".formatted(name));
      }
      chosen.add(column.get());
    }
    if (explicit && chosen.stream().noneMatch(TargetColumn::numbered)) {
      return refused("0A000", "EXPLICIT_IDS needs the IDENTITY column in the column list");
    }
    return Optional.of(chosen);
  }

  private Optional<List<TargetColumn>> all() throws IOException {
    Optional<List<Message>> rows =
        pipeline.own(
            "SELECT attname, format_type(atttypid, atttypmod), CASE WHEN attidentity = 'a' THEN 't' ELSE 'f' END, CASE WHEN attnotnull THEN 't' ELSE 'f' END FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped ORDER BY attnum"
                .formatted(Literals.text(command.table())));
    return rows.map(found -> found.stream().map(CopyTarget::column).toList());
  }

  private static TargetColumn column(Message row) {
    List<String> said = row.reader().columns();
    return new TargetColumn(
        said.get(0), said.get(1), said.get(2).equals("t"), said.get(3).equals("t"));
  }

  private Optional<List<TargetColumn>> refused(String sqlState, String message) throws IOException {
    pipeline.refuse(Notice.error(sqlState, message));
    return Optional.empty();
  }
}
