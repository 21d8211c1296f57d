package dev.penstock.runner.run;

import static java.util.Objects.requireNonNull;

import dev.penstock.runner.plan.Plan;
import dev.penstock.runner.spi.ConfigurationException;
import dev.penstock.runner.spi.Reason;
import dev.penstock.runner.spi.Schema;
import dev.penstock.runner.target.redshift.TargetTable;
import dev.penstock.runner.target.redshift.WarehouseView;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a run would find: the columns of all relations as the sources have them, and whether the
 * warehouses take what it would load. Reads catalogs; writes nothing, and opens no store.
 *
 * @param relations sources and steps with their columns
 * @param tables how the table of each target stands, by target
 */
public record Prospect(Map<String, Schema> relations, Map<String, Standing> tables) {
  public Prospect {
    relations = Map.copyOf(relations);
    tables = Map.copyOf(tables);
  }

  /**
   * How a table stands.
   *
   * @param exists whether it is there
   * @param refusal why it does not take the rows; empty: it does
   * @param ddl makes it, should it be missing; texts have all the width there is
   * @param alterations the statements by which a run fits it to its rows; texts have all the width
   *     there is, and what rows need is known to the run alone
   * @param notes what else a run does where they differ, in words that follow the table's name
   */
  public record Standing(
      boolean exists,
      Optional<ConfigurationException> refusal,
      String ddl,
      List<String> alterations,
      List<String> notes) {
    public Standing {
      alterations = List.copyOf(alterations);
      notes = List.copyOf(notes);
    }
  }

  /**
   * Asks.
   *
   * @param warehouses whether they are asked, too
   * @throws dev.penstock.runner.spi.PenstockException when the plan can not work or a side can not
   *     be asked
   */
  public static Prospect of(Request request, boolean warehouses, Clock clock)
      throws InterruptedException {
    try (var rehearsal = Rehearsal.open(request)) {
      var plan = rehearsal.plan();
      return new Prospect(
          plan.relations(), warehouses ? tables(request, rehearsal, plan, clock) : Map.of());
    }
  }

  /** {@return how the table of each target with a warehouse stands, as its warehouse says it} */
  static Map<String, Standing> tables(
      Request request, Rehearsal rehearsal, Plan plan, Clock clock) {
    var connections = new Connections(request.connections());
    var pipeline = request.pipeline();
    var statements = rehearsal.statements();
    Map<String, Standing> tables = new LinkedHashMap<>();
    try (var stores = new Stores(connections, request.secrets(), request.application());
        var warehouses =
            new Warehouses(
                connections,
                request.secrets(),
                pipeline.id(),
                stores,
                PipelineLog.root(pipeline),
                request.application(),
                clock)) {
      for (var load : plan.loads()) {
        var target = load.target();
        if (target.redshift().isPresent()) {
          var table = target.redshift().get();
          var session = warehouses.open(table.connection()).session();
          boolean exists = new WarehouseView(session, pipeline.id()).exists(table.qualified());
          var columns = Proposal.columns(load.parts());
          var wanted =
              new TargetTable(
                  session,
                  table,
                  columns,
                  Proposal.upsert(target.mode()),
                  Sinks.earlier(target, false),
                  target.schema());
          tables.put(
              target.name(),
              new Standing(
                  exists,
                  refusal(wanted).or(() -> DaysReplaced.withoutDays(target, wanted.adapted())),
                  requireNonNull(statements.get(target.name())).table(),
                  wanted.alterations(),
                  Stream.of(wanted.adapted().words(), wanted.unparsed(), wanted.modes())
                      .flatMap(List::stream)
                      .toList()));
        }
      }
    }
    return tables;
  }

  private static Optional<ConfigurationException> refusal(TargetTable table) {
    try {
      table.prepare();
      return Optional.empty();
    } catch (ConfigurationException e) {
      if (e.reason() == Reason.TABLE_MISMATCH || e.reason() == Reason.PERMISSION_DENIED) {
        return Optional.of(e);
      }
      throw e;
    }
  }
}
