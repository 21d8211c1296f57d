package dev.penstock.chaos;

import dev.penstock.runner.World;
import dev.penstock.runner.commit.CommittedPart;
import dev.penstock.runner.commit.CommittedTarget;
import dev.penstock.runner.commit.Entry;
import java.io.IOException;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.Calendar;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TimeZone;
import java.util.stream.Collectors;

/**
 * What stands where after a round, each row as a text: {@code id|version|note|amount|micros}, and
 * outside the source the number of its commit behind it.
 *
 * @param log the entries of the flow that owns the targets, the newest first
 * @param foreign entries of the other flows that name a target, where none may do so
 * @param gone keys that the log names and where nothing lies
 * @param byLog the dataset as readers of the log see it
 * @param byDirectory the dataset as readers of the path see it
 * @param validity of a table that keeps versions, of each row {@code id|micros|from|to}
 */
record Sides(
    List<Entry> log,
    List<Entry> foreign,
    List<String> gone,
    List<String> source,
    List<String> byLog,
    List<String> byDirectory,
    List<String> warehouse,
    List<String> validity) {
  /** Reads all of them; nobody writes meanwhile. */
  static Sides of(Lane lane, Flow owner) throws SQLException, IOException {
    var world = lane.grounds().world();
    var log = owner.log();
    var foreign =
        lane.flows().stream()
            .filter(flow -> !flow.equals(owner))
            .flatMap(flow -> flow.log().stream())
            .filter(entry -> !entry.targets().isEmpty())
            .toList();
    var lying =
        world.keys(lane.path() + "/").stream()
            .filter(key -> key.endsWith(".parquet"))
            .collect(Collectors.toSet());
    var named = visible(log);
    var gone = named.stream().filter(key -> !lying.contains(key)).toList();
    var readable = named.stream().filter(lying::contains).toList();
    var byLog = dataset(world, readable);
    return new Sides(
        log,
        foreign,
        gone,
        source(lane),
        byLog,
        lying.equals(Set.copyOf(readable)) ? byLog : dataset(world, List.copyOf(lying)),
        warehouse(lane),
        lane.mode() == Mode.SCD2 ? validity(lane) : List.of());
  }

  /** What an entry that replaces all, or a day, has superseded is not read. */
  private static List<String> visible(List<Entry> log) {
    List<String> keys = new ArrayList<>();
    List<CommittedTarget> newer = new ArrayList<>();
    for (var entry : log) {
      entry.targets().stream()
          .flatMap(target -> target.parts().stream())
          .filter(part -> newer.stream().noneMatch(target -> target.overtakes(part)))
          .map(CommittedPart::visible)
          .flatMap(Optional::stream)
          .forEach(keys::add);
      if (entry.targets().stream().anyMatch(entry::replacesAll)) {
        return keys;
      }
      newer.addAll(entry.targets());
    }
    return keys;
  }

  private static List<String> dataset(World world, List<String> keys)
      throws SQLException, IOException {
    return world.objects(
        keys,
        "SELECT id || '|' || version || '|' || note || '|' || amount || '|' || epoch_us(\"at\") || '|'"
            + " || _penstock_commit FROM dataset");
  }

  private static List<String> source(Lane lane) throws SQLException {
    try (var session = lane.grounds().world().shop.connect();
        var statement = session.createStatement();
        var result =
            statement.executeQuery(
                "SELECT id || '|' || version || '|' || note || '|' || amount || '|' || (extract(epoch from at) * 1000000)::bigint FROM public."
                    + lane.name()
                    + " WHERE gone IS NULL")) {
      List<String> rows = new ArrayList<>();
      while (result.next()) {
        rows.add(result.getString(1));
      }
      return rows;
    }
  }

  private static List<String> warehouse(Lane lane) throws SQLException {
    try (var session = lane.grounds().world().session();
        var statement = session.createStatement();
        var result =
            statement.executeQuery(
                "SELECT id, version, note, amount, at, _penstock_commit FROM chaos."
                    + lane.name())) {
      var utc = Calendar.getInstance(TimeZone.getTimeZone("UTC"));
      List<String> rows = new ArrayList<>();
      while (result.next()) {
        rows.add(
            String.join(
                "|",
                result.getString(1),
                result.getString(2),
                result.getString(3),
                result.getString(4),
                String.valueOf(micros(result.getTimestamp(5, utc))),
                result.getString(6)));
      }
      return rows;
    }
  }

  private static List<String> validity(Lane lane) throws SQLException {
    var micros = "CAST(EXTRACT(EPOCH FROM %s) * 1000000 AS BIGINT)";
    return lane.grounds()
        .world()
        .warehouse(
            "SELECT id || '|' || %s || '|' || %s || '|' || COALESCE(CAST(%s AS VARCHAR), 'null') FROM chaos.%s"
                .formatted(
                    micros.formatted("at"),
                    micros.formatted("_penstock_valid_from"),
                    micros.formatted("_penstock_valid_to"),
                    lane.name()));
  }

  private static long micros(Timestamp moment) {
    return Math.floorDiv(moment.getTime(), 1000L) * 1_000_000 + moment.getNanos() / 1000;
  }
}
