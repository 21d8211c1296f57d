package dev.penstock.operator.monitoring;

import java.util.List;

/**
 * A picture of a dashboard.
 *
 * @param unit as Grafana calls it
 * @param about one sentence for who points at it
 */
record Panel(Kind kind, String title, String unit, String about, List<Query> queries) {
  /** How it is drawn, in 24 columns. */
  enum Kind {
    NUMBER("stat", 4, 4),
    LINES("timeseries", 12, 8),
    TABLE("table", 12, 8);

    private final String type;
    private final int width;
    private final int height;

    Kind(String type, int width, int height) {
      this.type = type;
      this.width = width;
      this.height = height;
    }

    /** {@return as Grafana calls it} */
    String type() {
      return type;
    }

    int width() {
      return width;
    }

    int height() {
      return height;
    }
  }

  /**
   * What is asked.
   *
   * @param legend with labels as {{name}}
   */
  record Query(String text, String legend) {}

  static Panel number(String title, String unit, String about, String query) {
    return new Panel(Kind.NUMBER, title, unit, about, List.of(new Query(query, "")));
  }

  static Panel lines(String title, String unit, String about, Query... queries) {
    return new Panel(Kind.LINES, title, unit, about, List.of(queries));
  }

  static Panel table(String title, String unit, String about, String query) {
    return new Panel(Kind.TABLE, title, unit, about, List.of(new Query(query, "")));
  }

  static Query query(String text, String legend) {
    return new Query(text, legend);
  }
}
