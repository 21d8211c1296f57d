package dev.penstock.operator.monitoring;

import java.util.List;

/**
 * A page of Grafana.
 *
 * @param file its name without an ending; also its identity in Grafana
 * @param choices what a person chooses at its top, in that order
 */
record Dashboard(
    String file, String title, String about, List<Choice> choices, List<Panel> panels) {
  /**
   * A value that queries name as {@code $name}.
   *
   * @param query where Grafana finds the values
   * @param several whether more than one may be chosen, and all
   */
  record Choice(String name, String query, boolean several) {}
}
