package dev.penstock.sandbox.redshift.sql;

import dev.penstock.sandbox.redshift.sql.Statement.Alone;
import dev.penstock.sandbox.redshift.sql.Statement.Forward;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** ALTER TABLE: one change per statement, as in Redshift. */
final class AlterTable {
  private AlterTable() {}

  static Statement translate(Sql sql) throws Refusal {
    if (sql.sees("IF", "EXISTS") || sql.sees("ONLY")) {
      throw Refusal.unsupported("ALTER TABLE " + sql.next().text().toUpperCase(Locale.ROOT));
    }
    String table = sql.qualifiedName();
    String head = "ALTER TABLE " + table;
    if (sql.takes("RENAME", "TO")) {
      String name = Literals.identifier(sql.name());
      sql.end();
      return Forward.plain(head + " RENAME TO " + name);
    }
    if (sql.takes("RENAME")) {
      sql.expect("COLUMN");
      String from = Literals.identifier(sql.name());
      sql.expect("TO");
      String to = Literals.identifier(sql.name());
      sql.end();
      return Forward.plain("%s RENAME COLUMN %s TO %s".formatted(head, from, to));
    }
    if (sql.takes("OWNER", "TO")) {
      String owner = Literals.identifier(sql.name());
      sql.end();
      return Forward.plain(head + " OWNER TO " + owner);
    }
    if (sql.takes("APPEND", "FROM")) {
      return append(sql, table);
    }
    if (sql.takes("ADD")) {
      return add(sql, table);
    }
    if (sql.takes("DROP", "CONSTRAINT")) {
      return AlterDesign.dropConstraint(sql, table);
    }
    if (sql.takes("DROP")) {
      return drop(sql, head);
    }
    if (sql.takes("ALTER")) {
      return alter(sql, table);
    }
    throw Refusal.unknown("This form of ALTER TABLE");
  }

  private static Statement add(Sql sql, String table) throws Refusal {
    if (sql.sees("CONSTRAINT")
        || sql.sees("PRIMARY")
        || sql.sees("UNIQUE")
        || sql.sees("FOREIGN")
        || sql.sees("CHECK")) {
      return AlterDesign.addConstraint(sql, table);
    }
    sql.takes("COLUMN");
    if (sql.sees("IF", "NOT", "EXISTS")) {
      throw Refusal.unsupported("ADD COLUMN IF NOT EXISTS");
    }
    List<List<Token>> pieces = Sql.pieces(sql.rest());
    if (pieces.size() > 1) {
      throw Refusal.unsupported("More than one change in an ALTER TABLE");
    }
    List<Token> definition = pieces.getFirst();
    refuseAttributes(definition);
    return Forward.plain(
        "ALTER TABLE %s ADD COLUMN %s"
            .formatted(table, ColumnDefinition.translate(new Sql(definition))));
  }

  /** What a column may have from the first only. */
  private static void refuseAttributes(List<Token> definition) throws Refusal {
    boolean mandatory = false;
    boolean defaulted = false;
    for (int i = 1; i < definition.size(); i++) {
      Token token = definition.get(i);
      if (token.is("UNIQUE") || token.is("PRIMARY")) {
        throw Refusal.of(
            "0A000",
            "ALTER TABLE ADD COLUMN does not support columns defined with UNIQUE or PRIMARY KEY"
                + " constraints");
      }
      for (String attribute :
          List.of("REFERENCES", "IDENTITY", "GENERATED", "DISTKEY", "SORTKEY")) {
        if (token.is(attribute)) {
          throw Refusal.unsupported("ADD COLUMN with " + attribute);
        }
      }
      mandatory |= token.is("NULL") && definition.get(i - 1).is("NOT");
      defaulted |=
          token.is("DEFAULT") && i + 1 < definition.size() && !definition.get(i + 1).is("NULL");
    }
    if (mandatory && !defaulted) {
      throw Refusal.of(
          "0A000",
          "ALTER TABLE ADD COLUMN defined as NOT NULL must have a non-null default expression");
    }
  }

  private static Statement drop(Sql sql, String head) throws Refusal {
    sql.takes("COLUMN");
    if (sql.sees("IF", "EXISTS")) {
      throw Refusal.unsupported("DROP COLUMN IF EXISTS");
    }
    String name = Literals.identifier(sql.name());
    String how = sql.takes("CASCADE") ? " CASCADE" : "";
    sql.takes("RESTRICT");
    if (sql.sees(",")) {
      throw Refusal.unsupported("More than one change in an ALTER TABLE");
    }
    sql.end();
    return Forward.plain(head + " DROP COLUMN " + name + how);
  }

  private static Statement alter(Sql sql, String table) throws Refusal {
    if (AlterDesign.comes(sql)) {
      return AlterDesign.translate(sql, table);
    }
    sql.takes("COLUMN");
    String column = sql.name();
    if (sql.takes("ENCODE")) {
      return AlterDesign.encode(sql, table, column);
    }
    if (sql.sees("SET", "NOT", "NULL") || sql.sees("DROP", "NOT", "NULL")) {
      throw Refusal.of(
          "0A000", "ALTER COLUMN %s NOT NULL is not supported".formatted(upper(sql.next())));
    }
    if (sql.sees("SET") || sql.sees("DROP")) {
      throw Refusal.of("0A000", "ALTER COLUMN SET/DROP DEFAULT is not supported");
    }
    sql.expect("TYPE");
    String type = ColumnType.translate(sql);
    if (sql.sees("USING")) {
      throw Refusal.of("0A000", "ALTER TABLE ALTER COLUMN does not support USING expression");
    }
    if (sql.sees(",")) {
      throw Refusal.unsupported("More than one change in an ALTER TABLE");
    }
    sql.end();
    if (!type.startsWith("varchar(")) {
      throw Refusal.unsupported("ALTER COLUMN TYPE to anything but VARCHAR");
    }
    return new Alone(
        "ALTER TABLE ALTER COLUMN",
        // Rows that another session is writing count for what fits.
        Optional.of(Transactions.exclusively(table)),
        "CALL pg_catalog.penstock_resize(%s, %s, %s)"
            .formatted(
                Literals.text(table),
                Literals.text(column),
                type.substring("varchar(".length(), type.length() - 1)));
  }

  private static String upper(Token token) {
    return token.text().toUpperCase(Locale.ROOT);
  }

  private static Statement append(Sql sql, String target) throws Refusal {
    String source = sql.qualifiedName();
    boolean ignoring = sql.takes("IGNOREEXTRA");
    boolean filling = sql.takes("FILLTARGET");
    if (filling && sql.sees("IGNOREEXTRA") || ignoring && filling) {
      throw Refusal.unsupported("IGNOREEXTRA together with FILLTARGET");
    }
    sql.end();
    return new Alone(
        "ALTER TABLE APPEND",
        Optional.of(Transactions.exclusively(target, source)),
        "CALL pg_catalog.penstock_append(%s, %s, %s, %s)"
            .formatted(Literals.text(target), Literals.text(source), ignoring, filling));
  }
}
