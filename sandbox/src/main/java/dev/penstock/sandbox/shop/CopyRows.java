package dev.penstock.sandbox.shop;

import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;
import org.postgresql.copy.CopyIn;
import org.postgresql.copy.CopyManager;

/** Writes rows into one table in PostgreSQL's COPY text format, in pieces of some 64 KB. */
final class CopyRows {
  private static final int PIECE = 64 * 1024;

  private final CopyManager manager;
  private final String table;
  private final StringBuilder text = new StringBuilder(PIECE + 4096);

  CopyRows(CopyManager manager, String table) {
    this.manager = manager;
    this.table = table;
  }

  void copy(Iterator<@Nullable Object[]> rows) throws SQLException {
    CopyIn copy = manager.copyIn("COPY public." + table + " FROM STDIN");
    try {
      while (rows.hasNext()) {
        append(rows.next());
        if (text.length() >= PIECE) {
          send(copy);
        }
      }
      send(copy);
      copy.endCopy();
    } finally {
      if (copy.isActive()) {
        copy.cancelCopy();
      }
    }
  }

  private void append(@Nullable Object[] row) {
    for (int i = 0; i < row.length; i++) {
      if (i > 0) {
        text.append('\t');
      }
      Object value = row[i];
      if (value == null) {
        text.append("\\N");
      } else {
        escape(value.toString());
      }
    }
    text.append('\n');
  }

  private void escape(String value) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      switch (c) {
        case '\\' -> text.append("\\\\");
        case '\t' -> text.append("\\t");
        case '\n' -> text.append("\\n");
        case '\r' -> text.append("\\r");
        default -> text.append(c);
      }
    }
  }

  private void send(CopyIn copy) throws SQLException {
    byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
    copy.writeToCopy(bytes, 0, bytes.length);
    text.setLength(0);
  }
}
