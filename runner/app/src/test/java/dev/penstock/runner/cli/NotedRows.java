package dev.penstock.runner.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.runner.World;
import java.util.List;

/**
 * What a target of ids and notes holds, row by row as {@code id|note|commit}.
 *
 * @param name of the table in schema sales, and of the dataset
 */
record NotedRows(World world, String name) {
  List<String> table() throws Exception {
    return world.warehouse(
        "SELECT id, note, _penstock_commit FROM sales.%s ORDER BY 1, 2, 3".formatted(name));
  }

  List<String> dataset() throws Exception {
    return world.dataset(
        "sales/" + name, "SELECT id, note, _penstock_commit FROM dataset ORDER BY 1, 2, 3");
  }

  /** Both sides hold just these. */
  void hold(String... rows) throws Exception {
    assertThat(table()).containsExactly(rows);
    assertThat(dataset()).containsExactly(rows);
  }
}
