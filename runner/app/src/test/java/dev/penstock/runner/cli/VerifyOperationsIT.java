package dev.penstock.runner.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.api.model.Wanted;
import dev.penstock.runner.World;
import dev.penstock.runner.run.Checkpoints;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;

/** What verify and sweep say of histories that replace, keep, fill and abandon. */
class VerifyOperationsIT {
  private static final Wanted REFRESH = new Wanted.FullRefresh();

  @TempDir private static Path directory;
  private static World world;

  @BeforeAll
  static void start() {
    world = World.start(directory);
  }

  @AfterAll
  static void end() {
    world.close();
  }

  /** What a killed process looks like from the outside. */
  private static final class Killed extends Error {}

  /** Orders to a path and a table of that name. */
  private record Shop(String name) {
    private static final String WAREHOUSE = "      redshift:";

    String manifest() throws Exception {
      return Files.readString(Orders.named(directory, name));
    }

    PipelineFile with(String manifest) throws Exception {
      return PipelineFile.written(directory, name, manifest, world);
    }

    PipelineFile both() throws Exception {
      return with(manifest());
    }

    PipelineFile datasetOnly() throws Exception {
      return with(manifest().substring(0, manifest().indexOf(WAREHOUSE)));
    }

    PipelineFile filled() throws Exception {
      return with(manifest().stripTrailing() + "\n      backfill: FromLog\n");
    }

    String claim() {
      return "sales/%s/_penstock_log".formatted(name);
    }

    List<String> parts(int commit) {
      return world.keys("sales/%s/%020d-".formatted(name, commit));
    }

    String ledger() throws Exception {
      return "penstock."
          + world
              .warehouse(
                  "SELECT table_name FROM information_schema.tables WHERE table_name LIKE"
                      + " 'ledger_default_%s_%%'".formatted(name))
              .getFirst();
    }

    Penstock.Said say(String verb) throws Exception {
      return Penstock.run(verb, name, "-f", directory.resolve(name + ".yaml"), world.connections());
    }

    /** With all connections but one, whose manifest is gone. */
    Penstock.Said sayWithout(String connection, String... words) throws Exception {
      var all = Files.readString(world.connections()).split("---\n", -1);
      var left =
          Arrays.stream(all)
              .filter(one ->
                  !one.contains("kind: EtlConnection")
                      || !one.contains("metadata: {name: %s}".formatted(connection)))
              .collect(Collectors.joining("---\n"));
      var file = Files.writeString(directory.resolve(name + "-connections.yaml"), left);
      var line = new ArrayList<Object>(List.of(words));
      line.addAll(1, List.of(name, "-f", directory.resolve(name + ".yaml"), file));
      return Penstock.run(line.toArray());
    }

    static String unseen(String connection) {
      return "What target orders has by connection %s was not looked at: no manifest of it was given"
          .formatted(connection);
    }

    void finds(List<String> lines) throws Exception {
      var said = say("verify");
      assertThat(said.code()).as(said.out() + said.err()).isEqualTo(65);
      assertThat(said.lines().subList(0, said.lines().size() - 1))
          .containsExactlyInAnyOrderElementsOf(lines);
    }

    void agrees() throws Exception {
      var said = say("verify");
      assertThat(said.code()).as(said.out() + said.err()).isZero();
    }

    String lacks(String what) {
      return "NotPublished: Table sales.%s in warehouse warehouse lacks %s".formatted(name, what);
    }
  }

  private static void killed(PipelineFile file, String run, Wanted wanted) {
    assertThatThrownBy(() ->
            file.attempt(
                    run,
                    wanted,
                    point -> {
                      if (point.equals(Checkpoints.COMMITTED)) {
                        throw new Killed();
                      }
                    })
                .execute())
        .isInstanceOf(Killed.class);
  }

  private static byte[] get(String key) {
    try (var client = world.store.client()) {
      return client.getObjectAsBytes(get -> get.bucket(World.BUCKET).key(key)).asByteArray();
    }
  }

  private static void put(String key, byte[] content) {
    try (var client = world.store.client()) {
      client.putObject(put -> put.bucket(World.BUCKET).key(key), RequestBody.fromBytes(content));
    }
  }

  private static void delete(List<String> keys) {
    try (var client = world.store.client()) {
      keys.forEach(key -> client.deleteObject(delete -> delete.bucket(World.BUCKET).key(key)));
    }
  }

  private static void execute(String sql) throws Exception {
    try (var person = world.session();
        var statement = person.createStatement()) {
      statement.execute(sql);
    }
  }

  private static String replaced(String key, int entry, String repair) {
    return "ObjectReplaced: Object %s of bucket acme-lake is of entry %d, whose rows a later entry"
            .formatted(key, entry)
        + " replaced. %s.".formatted(repair);
  }

  @Test
  void whatARefreshReplacedIsRightlyGoneAndFoundIfItStillLiesThere() throws Exception {
    var shop = new Shop("refreshed");
    var file = shop.both();
    file.run("r1");
    file.run("r2");
    var old = shop.parts(1).getFirst();
    var content = get(old);
    file.run("r3", REFRESH);
    file.run("r4");
    assertThat(shop.parts(1)).isEmpty();
    shop.agrees();

    put(old, content);
    shop.finds(List.of(replaced(old, 1, "Delete it: who reads the directory counts its rows")));
    delete(List.of(old));

    killed(file, "r5", REFRESH);
    var due = new ArrayList<String>();
    for (int entry = 3; entry <= 4; entry++) {
      for (var key : shop.parts(entry)) {
        due.add(replaced(key, entry, "The pipeline's next run deletes it first"));
      }
    }
    due.add(shop.lacks("entry 5, which the log has. The pipeline's next run publishes it first."));
    var said = shop.say("verify");
    assertThat(said.lines().subList(0, said.lines().size() - 1))
        .filteredOn(line -> !line.startsWith("NotVisible: Object sales/refreshed/"))
        .containsExactlyInAnyOrderElementsOf(due);
    file.run("r6");
    shop.agrees();
    execute("DELETE FROM sales.refreshed WHERE order_id <= 3 AND _penstock_commit = 5");
    shop.finds(
        List.of(
            "RowsMissing: Table sales.refreshed in warehouse warehouse holds 1497 of the 1500 rows of"
                + " entry 5. Restore them from a snapshot, or load the entry's objects again by"
                + " hand."));
  }

  @Test
  void whatAWarehouseHoldsThatIsNotAtHandIsSaidAndDoesNotEndTheRest() throws Exception {
    var shop = new Shop("dropped");
    shop.both().run("r1");
    shop.datasetOnly();
    // The spec has changed, and nothing was committed since.
    var unseen = "NotLookedAt: %s.".formatted(Shop.unseen("warehouse"));
    var swept = shop.sayWithout("warehouse", "sweep");
    assertThat(swept.code()).as(swept.out() + swept.err()).isZero();
    assertThat(swept.lines())
        .containsExactly(unseen, "dropped: deleted 0 objects of 0 B and 0 tables of 0 rows");

    shop.datasetOnly().run("r2");
    var said = shop.sayWithout("warehouse", "verify");
    assertThat(said.code()).as(said.out() + said.err()).isZero();
    assertThat(said.lines()).hasSize(2).first().isEqualTo(unseen);
    assertThat(said.lines().getLast())
        .startsWith("dropped: no finding; compared 3 entries, ")
        .endsWith(", 0 ledgers, and not all that the log names");
    assertThat(shop.sayWithout("warehouse", "verify", "--json").out())
        .isEqualTo("{\"notLookedAt\":\"%s\"}\n".formatted(Shop.unseen("warehouse")));
    delete(List.of(shop.parts(1).getFirst()));
    assertThat(shop.sayWithout("warehouse", "verify").code()).isEqualTo(65);
  }

  @Test
  void aCommitThatAWarehouseMayLackWhichIsNotAtHandKeepsItsStaging() throws Exception {
    var shop = new Shop("lacking");
    killed(shop.both(), "r1", new Wanted.Increment());
    shop.datasetOnly();
    assertThat(shop.sayWithout("warehouse", "sweep").out())
        .endsWith("; entry 1 is not published yet, what its base left is kept\n");
  }

  @Test
  void objectsOfABucketThatHadAnotherConnectionAreNotTakenForStrangers() throws Exception {
    var shop = new Shop("renamed");
    var connections = Files.readString(world.connections());
    var lake =
        Arrays.stream(connections.split("---\n", -1))
            .filter(one -> one.contains("kind: EtlConnection") && one.contains("name: lake}\nspec"))
            .findFirst()
            .orElseThrow();
    var both =
        Files.writeString(
            directory.resolve("attic-connections.yaml"),
            connections + "---\n" + lake.replaceFirst("name: lake}", "name: attic}"));
    var old = shop.manifest().replace("s3: {connection: lake", "s3: {connection: attic");
    PipelineFile.written(directory, "renamed", old, both).run("r1");
    shop.both().run("r2");
    var said = shop.say("verify");
    assertThat(said.code()).as(said.out() + said.err()).isZero();
    assertThat(said.lines()).hasSize(2).first().asString().contains(Shop.unseen("attic"));
  }

  @Test
  void rowsAndObjectsThatWereAdoptedAreNotProven() throws Exception {
    var other = new Shop("older").both();
    other.run("r1");
    other.run("r2");
    execute("CREATE TABLE sales.adopted AS SELECT * FROM sales.older");
    put("sales/adopted/from-before.parquet", new byte[10]);
    var shop = new Shop("adopted");
    var file = shop.both();
    file.run("r1", new Wanted.Adopt(Optional.empty()));
    shop.agrees();
    // The other log's rows bear the numbers 1 and 2, and so do this one's.
    file.run("r2");
    file.run("r3");
    shop.agrees();
    execute("DELETE FROM sales.adopted WHERE order_id <= 3 AND _penstock_commit = 3");
    shop.finds(
        List.of(
            "RowsMissing: Table sales.adopted in warehouse warehouse holds 1497 of the 1500 rows of"
                + " entry 3. Restore them from a snapshot, or load the entry's objects again by"
                + " hand."));
  }

  @Test
  void aLedgerThatIsAboutToBeTakenOverIsBehindAndNotForeign() throws Exception {
    var shop = new Shop("taken");
    var file = shop.both();
    file.run("r1");
    file.run("r2");
    delete(world.keys("_penstock/default/taken/"));
    delete(world.keys("sales/taken/"));
    killed(file, "r3", REFRESH);
    var said = shop.say("verify");
    assertThat(said.lines().subList(0, said.lines().size() - 1))
        .filteredOn(line -> !line.startsWith("NotVisible: "))
        .containsExactly(
            shop.lacks("entry 1, which the log has. The pipeline's next run publishes it first."));
    file.run("r4");
    shop.agrees();
    assertThat(world.warehouse("SELECT number FROM %s ORDER BY 1".formatted(shop.ledger())))
        .containsExactly("1", "2");
  }

  @Test
  void aTableFromTheLogIsBehindUntilItIsFilledAndTheFillLeavesNothing() throws Exception {
    var shop = new Shop("filled");
    shop.datasetOnly().run("r1");
    shop.datasetOnly().run("r2");
    shop.agrees();
    var file = shop.filled();
    shop.finds(
        List.of(
            shop.lacks(
                "2 entries from 1 on, which the log has. The pipeline's next run publishes them"
                    + " first.")));
    file.run("r3");
    shop.agrees();
    assertThat(world.warehouse("SELECT COUNT(*) FROM sales.filled")).containsExactly("4500");
    assertThat(world.keys("_penstock/default/filled/parts/"))
        .noneMatch(key -> key.contains("-reload/"));

    // One whose process died between the list and its load.
    var list = "_penstock/default/filled/parts/%020d-reload/orders-dead.json".formatted(0);
    put(list, new byte[20]);
    shop.finds(
        List.of(
            "StagingLeft: Bucket acme-lake holds 1 staged objects that nobody can need, the first is"
                + " %s. ./penstock sweep -f deletes them.".formatted(list)));
    // While the table lacks that entry somebody may be loading by it.
    execute("CREATE TABLE penstock.kept AS SELECT * FROM %s".formatted(shop.ledger()));
    execute("DELETE FROM %s WHERE number > 0".formatted(shop.ledger()));
    assertThat(shop.say("sweep").out())
        .isEqualTo(
            "filled: deleted 0 objects of 0 B and 0 tables of 0 rows; entry 1 is not published yet,"
                + " what its base left is kept\n");
    execute("INSERT INTO %s SELECT * FROM penstock.kept WHERE number > 0".formatted(shop.ledger()));
    assertThat(shop.say("sweep").out())
        .endsWith("filled: deleted 1 objects of 20 B and 0 tables of 0 rows\n");
    shop.agrees();
  }

  @Test
  void anAbandonedTargetMayGoAsAWholeAndComeBack() throws Exception {
    var shop = new Shop("abandoned");
    var two =
        shop.manifest()
            + """
                - name: kept
                  from: enriched
                  mode: Append
                  s3: {connection: lake, path: sales/kept}
            """;
    int from = two.indexOf("    - name: orders\n      from: enriched");
    var one = two.substring(0, from) + two.substring(two.indexOf("    - name: kept"));
    shop.with(two).run("r1");
    shop.with(one).run("r2");
    shop.agrees();
    execute("DROP TABLE sales.abandoned");
    delete(shop.parts(1));
    delete(List.of(shop.claim()));
    shop.agrees();
    shop.with(two).run("r3");
    shop.agrees();
    assertThat(world.warehouse("SELECT number, run_id FROM %s ORDER BY 1".formatted(shop.ledger())))
        .containsExactly("0|", "1|r1", "2|", "3|r3");
  }
}
