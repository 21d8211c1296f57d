package dev.penstock.sandbox.redshift.sql;

import java.util.List;

/** ALTER TABLE: one change per statement, as in Redshift. */
final class AlterTable {
  private AlterTable() {}

  static Statement translate(Sql sql) throws Refusal {
    if (!sql.takes("TABLE")) {
      throw Refusal.unknown("ALTER " + sql.next().text());
    }
    String head = "ALTER TABLE " + sql.qualifiedName();
    if (sql.takes("RENAME", "TO")) {
      String name = Literals.identifier(sql.name());
      sql.end();
      return Statement.Forward.plain(head + " RENAME TO " + name);
    }
    if (sql.takes("RENAME", "COLUMN")) {
      String from = Literals.identifier(sql.name());
      sql.expect("TO");
      String to = Literals.identifier(sql.name());
      sql.end();
      return Statement.Forward.plain("%s RENAME COLUMN %s TO %s".formatted(head, from, to));
    }
    if (sql.takes("ADD")) {
      if (sql.sees("CONSTRAINT") || sql.sees("PRIMARY") || sql.sees("UNIQUE")) {
        throw Refusal.unknown("ALTER TABLE ADD of a constraint");
      }
      sql.takes("COLUMN");
      List<List<Token>> pieces = Sql.pieces(sql.rest());
      if (pieces.size() > 1) {
        throw Refusal.unsupported("More than one change in an ALTER TABLE");
      }
      Sql column = new Sql(pieces.getFirst());
      return Statement.Forward.plain(head + " ADD COLUMN " + ColumnDefinition.translate(column));
    }
    if (sql.takes("DROP")) {
      sql.takes("COLUMN");
      String name = Literals.identifier(sql.name());
      String how = sql.takes("CASCADE") ? " CASCADE" : "";
      sql.takes("RESTRICT");
      sql.end();
      return Statement.Forward.plain(head + " DROP COLUMN " + name + how);
    }
    if (sql.takes("ALTER")) {
      sql.takes("COLUMN");
      String name = Literals.identifier(sql.name());
      sql.expect("TYPE");
      String type = ColumnType.translate(sql);
      sql.end();
      if (!type.startsWith("varchar")) {
        throw Refusal.unsupported("ALTER COLUMN TYPE to anything but VARCHAR");
      }
      // The function takes nothing but a VARCHAR, so no other column becomes one.
      return new Statement.Alone(
          "ALTER TABLE ALTER COLUMN",
          "%s ALTER COLUMN %s TYPE %s USING penstock_resized(%s)"
              .formatted(head, name, type, name));
    }
    throw Refusal.unknown("This form of ALTER TABLE");
  }
}
