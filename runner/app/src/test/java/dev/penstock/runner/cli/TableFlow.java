package dev.penstock.runner.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.runner.World;
import java.io.IOException;
import java.nio.file.Path;

/** A table of the shop and a pipeline that reads all of it into a pair, all of one name. */
record TableFlow(World world, Path directory, String name) {
  /** A killed process, as it looks from the outside. */
  private static final class Killed extends Error {}

  /** With a table that these statements make; {@code %s} is its name. */
  static TableFlow of(World world, Path directory, String name, String... statements)
      throws Exception {
    var flow = new TableFlow(world, directory, name);
    for (var sql : statements) {
      flow.shop(sql);
    }
    return flow;
  }

  void shop(String sql) throws Exception {
    world.inShop(sql.formatted(name));
  }

  void warehouse(String sql) throws Exception {
    world.inWarehouse(sql.formatted(name));
  }

  /** Writes the pipeline, whose target has these fields beside its places. */
  PipelineFile with(String... fields) throws IOException {
    return PipelineFile.written(
        directory,
        name,
        """
        apiVersion: penstock.dev/v1alpha1
        kind: EtlPipeline
        metadata:
          name: %3$s
        spec:
          store: {connection: lake}
          sources:
            - name: rows
              connection: shop-db
              table: {name: public.%1$s}
          targets:
            - name: rows
              from: rows
              s3: {connection: lake, path: sales/%1$s}
              redshift: {connection: warehouse, table: sales.%1$s}
              %2$s
        """
            .formatted(name, String.join("\n      ", fields), pipeline()),
        world);
  }

  NotedRows rows() {
    return new NotedRows(world, name);
  }

  /** Log, objects, ledger and table tell the same. */
  void agrees() throws Exception {
    var said =
        Penstock.run(
            "verify", pipeline(), "-f", directory.resolve(name + ".yaml"), world.connections());
    assertThat(said.code()).as(said.out() + said.err()).isZero();
  }

  String pipeline() {
    return name.replace('_', '-');
  }

  /** An attempt at a run that dies at that point. */
  static void killed(PipelineFile pipeline, String run, String point) {
    assertThatThrownBy(() ->
            pipeline
                .attempt(
                    run,
                    reached -> {
                      if (reached.equals(point)) {
                        throw new Killed();
                      }
                    })
                .execute())
        .isInstanceOf(Killed.class);
  }
}
