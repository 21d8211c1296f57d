package dev.penstock.sandbox.redshift.sql;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** CREATE TABLE: PostgreSQL makes the columns, the rest is noted behind the statement. */
final class CreateTable {
  private final Sql sql;
  private final TableNote note = new TableNote();
  private final List<ColumnDefinition> columns = new ArrayList<>();
  private final Set<String> keyColumns = new LinkedHashSet<>();
  private Optional<String> like = Optional.empty();

  private CreateTable(Sql sql) {
    this.sql = sql;
  }

  static Statement translate(Sql sql, boolean temporary) throws Refusal {
    return new CreateTable(sql).translate(temporary);
  }

  private Statement translate(boolean temporary) throws Refusal {
    boolean lenient = sql.takes("IF", "NOT", "EXISTS");
    boolean hash = sql.peek().filter(token -> token.name().startsWith("#")).isPresent();
    String head =
        "CREATE %sTABLE %s%s"
            .formatted(
                temporary || hash ? "TEMPORARY " : "",
                lenient ? "IF NOT EXISTS " : "",
                sql.qualifiedName());
    List<List<Token>> elements = List.of();
    if (sql.takes("(")) {
      elements = Sql.pieces(sql.untilClosing());
    } else if (!comesAs()) {
      refusePartition();
    }
    if (comesAs()) {
      if (lenient) {
        throw Refusal.unsupported("IF NOT EXISTS in CREATE TABLE AS");
      }
      return fromQuery(head, elements);
    }
    if (elements.isEmpty()) {
      throw sql.near();
    }
    List<String> kept = new ArrayList<>();
    for (List<Token> element : elements) {
      element(new Sql(element));
    }
    like.ifPresent(kept::add);
    for (ColumnDefinition column : columns) {
      kept.add((keyColumns.contains(column.name()) ? column.inPrimaryKey() : column).sql());
    }
    TableDesign design = TableDesign.read(sql, columns);
    sql.end();
    refuse(design);
    design.noteIn(note);
    return Statement.Forward.plain(
        "%s (%s)%s".formatted(head, String.join(", ", kept), note.comment()));
  }

  /** Whether a query follows somewhere behind the attributes. */
  private boolean comesAs() {
    for (int ahead = 0; ; ahead++) {
      Optional<Token> token = sql.peek(ahead);
      if (token.isEmpty()) {
        return false;
      }
      if (token.get().is("AS")) {
        return true;
      }
    }
  }

  private void refusePartition() throws Refusal {
    if (sql.sees("PARTITION", "OF")) {
      throw Refusal.unsupported("PARTITION of a table");
    }
    if (sql.sees("OF")) {
      throw Refusal.unsupported("A table of a type");
    }
  }

  private Statement fromQuery(String head, List<List<Token>> elements) throws Refusal {
    List<String> names = new ArrayList<>();
    for (List<Token> element : elements) {
      Sql name = new Sql(element);
      names.add(Literals.identifier(name.name()));
      name.end();
    }
    TableDesign.read(sql, List.of()).noteIn(note);
    sql.expect("AS");
    List<Token> query = sql.rest();
    Queries.check(query);
    return Statement.Forward.plain(
        "%s%s AS %s%s"
            .formatted(
                head,
                names.isEmpty() ? "" : " (" + String.join(", ", names) + ")",
                Sql.text(query).strip(),
                note.comment()));
  }

  private void element(Sql element) throws Refusal {
    if (element.takes("LIKE")) {
      String source = element.qualifiedName();
      boolean defaults = element.takes("INCLUDING", "DEFAULTS");
      element.takes("EXCLUDING", "DEFAULTS");
      if (element.sees("INCLUDING") || element.sees("EXCLUDING")) {
        throw Refusal.unsupported("LIKE with more than DEFAULTS");
      }
      element.end();
      like = Optional.of("LIKE " + source + (defaults ? " INCLUDING DEFAULTS" : ""));
      note.design("like", source);
      return;
    }
    Optional<String> name =
        element.takes("CONSTRAINT") ? Optional.of(element.name()) : Optional.empty();
    if (element.takes("PRIMARY", "KEY")) {
      if (note.hasPrimaryKey()) {
        throw Refusal.of("42P16", "multiple primary keys for table are not allowed");
      }
      List<String> key = element.names();
      keyColumns.addAll(key);
      note.key('p', name, key);
      element.end();
    } else if (element.sees("UNIQUE", "(")) {
      element.takes("UNIQUE");
      note.key('u', name, element.names());
      element.end();
    } else if (element.takes("FOREIGN", "KEY")) {
      note.key('f', name, element.names());
      element.expect("REFERENCES");
      References.skip(element);
      element.end();
    } else if (element.sees("CHECK")) {
      throw Refusal.unsupported("A CHECK constraint");
    } else if (element.sees("EXCLUDE")) {
      throw Refusal.unsupported("An EXCLUDE constraint");
    } else if (name.isPresent()) {
      throw element.near();
    } else {
      column(ColumnDefinition.read(element));
    }
  }

  private void column(ColumnDefinition column) throws Refusal {
    columns.add(column);
    note.column(column);
    List<String> itself = List.of(column.name());
    if (column.primaryKey()) {
      if (note.hasPrimaryKey()) {
        throw Refusal.of("42P16", "multiple primary keys for table are not allowed");
      }
      note.key('p', Optional.empty(), itself);
    }
    if (column.unique()) {
      note.key('u', Optional.empty(), itself);
    }
    if (column.foreignKey()) {
      note.key('f', Optional.empty(), itself);
    }
  }

  private void refuse(TableDesign design) throws Refusal {
    if (like.isPresent() && !design.isEmpty()) {
      throw Refusal.unsupported("LIKE together with attributes of the table");
    }
    for (ColumnDefinition column : columns) {
      boolean key =
          design.distKey().filter(column.name()::equals).isPresent()
              || design.sortKey().contains(column.name());
      if (key && column.type().equals("jsonb")) {
        throw Refusal.unsupported("A SUPER column as DISTKEY or SORTKEY");
      }
    }
  }
}
