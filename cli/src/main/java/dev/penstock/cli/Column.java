package dev.penstock.cli;

import dev.penstock.cli.table.TextTable;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.List;
import java.util.function.Function;

/**
 * A column of {@code penstock get}, named and filled as the printer column of kubectl.
 *
 * @param wide whether it is shown on request only
 */
record Column(String name, boolean wide, Function<GenericKubernetesResource, String> cell) {

  /** {@return the items in these columns, without the wide ones unless they are asked for} */
  static TextTable table(
      List<Column> columns, List<GenericKubernetesResource> items, boolean wide) {
    var shown = columns.stream().filter(column -> wide || !column.wide).toList();
    return new TextTable(
        shown.stream().map(Column::name).toList(),
        items.stream()
            .map(item -> shown.stream().map(column -> column.cell.apply(item)).toList())
            .toList());
  }
}
