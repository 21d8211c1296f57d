package dev.penstock.runner.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.penstock.runner.World;
import dev.penstock.runner.run.Checkpoints;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;

/**
 * Log, store and warehouse compared, each finding by its real cause; and what dead attempts left.
 */
class VerifyCommandIT {
  private static final String LAKE = " of bucket acme-lake";

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

  /** A pipeline of its own with some commits. */
  private record Shop(String name, PipelineFile file) {
    static Shop of(String name, int commits) throws Exception {
      return of(name, commits, Files.readString(Orders.named(directory, name)));
    }

    static Shop of(String name, int commits, String manifest) throws Exception {
      var shop = new Shop(name, PipelineFile.written(directory, name, manifest, world));
      for (int i = 1; i <= commits; i++) {
        shop.file.run("r" + i);
      }
      return shop;
    }

    void killed(String run, String at) throws Exception {
      assertThatThrownBy(() ->
              file.attempt(
                      run,
                      point -> {
                        if (point.equals(at)) {
                          throw new Killed();
                        }
                      })
                  .execute())
          .isInstanceOf(Killed.class);
    }

    Penstock.Said say(String verb, Object... more) throws Exception {
      var words = new java.util.ArrayList<Object>(List.of(verb, id()));
      words.addAll(List.of("-f", directory.resolve(name + ".yaml"), world.connections()));
      words.addAll(List.of(more));
      return Penstock.run(words.toArray());
    }

    /** These findings and no other ones. */
    void finds(String... lines) throws Exception {
      var said = say("verify");
      assertThat(said.code()).as(said.out() + said.err()).isEqualTo(65);
      assertThat(said.lines().subList(0, said.lines().size() - 1)).containsExactlyInAnyOrder(lines);
    }

    void agrees() throws Exception {
      var said = say("verify");
      assertThat(said.code()).as(said.out() + said.err()).isZero();
      assertThat(said.lines()).singleElement().asString().startsWith(id() + ": no finding; ");
    }

    String id() {
      return name.replace('_', '-');
    }

    String visible(int commit) {
      return world.keys("sales/%s/%020d-".formatted(name, commit)).getFirst();
    }

    String root() {
      return "_penstock/default/" + id();
    }

    String ledger() throws Exception {
      return "penstock."
          + world
              .warehouse(
                  "SELECT table_name FROM information_schema.tables WHERE table_name LIKE"
                      + " 'ledger_default_%s_%%'".formatted(name))
              .getFirst();
    }
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

  private static void delete(String key) {
    try (var client = world.store.client()) {
      client.deleteObject(delete -> delete.bucket(World.BUCKET).key(key));
    }
  }

  private static void execute(String sql) throws Exception {
    try (var person = world.session();
        var statement = person.createStatement()) {
      statement.execute(sql);
    }
  }

  @Test
  void aHistoryThatFitsTogetherHasNoFindingAndNothingIsWritten() throws Exception {
    var shop = Shop.of("fits", 2);
    var keys = world.keys("");
    var said = shop.say("verify", "--deep");
    assertThat(said.err()).isEmpty();
    assertThat(said.code()).isZero();
    assertThat(said.out())
        .matches("fits: no finding; compared 3 entries, \\d+ objects by checksum, 1 ledgers\n");
    assertThat(world.keys("")).isEqualTo(keys);
  }

  @Test
  void objectsThatAreGoneTruncatedOrStrangeAreNamed() throws Exception {
    var shop = Shop.of("objects", 2);
    var key = shop.visible(1);
    var content = get(key);
    var where = "Object " + key + LAKE + ", entry 1 of target orders, ";
    var repair = ". Restore the object from the bucket's versions.";

    delete(key);
    shop.finds("ObjectGone: " + where + "is gone" + repair);
    put(key, java.util.Arrays.copyOf(content, content.length - 5));
    shop.finds(
        "ObjectTruncated: "
            + where
            + "has %d bytes instead of %d".formatted(content.length - 5, content.length)
            + repair);
    var other = content.clone();
    other[content.length / 2] ^= 1;
    put(key, other);
    shop.agrees();
    assertThat(shop.say("verify", "--deep").lines().getFirst())
        .isEqualTo("ObjectChanged: " + where + "has another checksum than was written" + repair);
    put(key, content);

    put("sales/objects/copy.parquet", content);
    shop.finds(
        "ObjectForeign: Object sales/objects/copy.parquet of bucket acme-lake lies below a dataset"
            + " and no entry names it. Move it away: who reads the directory counts its rows.");
    delete("sales/objects/copy.parquet");
    var claim = get("sales/objects/_penstock_log");
    delete("sales/objects/_penstock_log");
    assertThat(shop.say("verify").lines().getFirst())
        .isEqualTo(
            "ClaimGone: Object sales/objects/_penstock_log of bucket acme-lake is gone. Put it there"
                + " again with the text %s.".formatted(new String(claim)));
    put("sales/objects/_penstock_log", "another log".getBytes());
    assertThat(shop.say("verify").lines().getFirst())
        .startsWith("ClaimForeign: Path sales/objects");
    put("sales/objects/_penstock_log", claim);
    shop.agrees();
  }

  @Test
  void anEntryThatIsGoneIsNamed() throws Exception {
    var shop = Shop.of("entries", 2);
    var key = shop.root() + "/log/%020d.json".formatted(1);
    var entry = get(key);
    delete(key);
    var said = shop.say("verify");
    assertThat(said.code()).isEqualTo(65);
    assertThat(said.lines())
        .contains(
            "EntryGone: Entry %s is gone from bucket acme-lake. Restore the entry from the bucket's versions: nothing can be read without it."
                .formatted(key));
    put(key, entry);
    shop.agrees();
  }

  @Test
  void ledgersThatDoNotFollowTheLogAreNamed() throws Exception {
    var shop = Shop.of("ledgers", 3);
    var ledger = shop.ledger();
    execute("CREATE TABLE penstock.kept AS SELECT * FROM " + ledger);

    execute("DELETE FROM %s WHERE number = 2".formatted(ledger));
    assertThat(shop.say("verify").lines().getFirst())
        .matches(
            "LedgerRowGone: Ledger %s in warehouse warehouse has no row for entry 2\\. Restore it from a snapshot; the row says log \\S+, number 2, run r2, attempt \\S+\\."
                .formatted(ledger));
    execute("INSERT INTO %s SELECT * FROM penstock.kept WHERE number = 2".formatted(ledger));
    shop.agrees();

    execute("DELETE FROM %s WHERE number = 3".formatted(ledger));
    shop.finds(
        "NotPublished: Table sales.ledgers in warehouse warehouse lacks entry 3, which the log has."
            + " The pipeline's next run publishes it first.",
        "RowsForeign: Table sales.ledgers in warehouse warehouse holds 1500 rows more of commit 3"
            + " than were published. Find out who else writes to it, and delete them.");
    execute("INSERT INTO %s SELECT * FROM penstock.kept WHERE number = 3".formatted(ledger));
    execute(
        "INSERT INTO %s SELECT log_id, 9, run_id, attempt_id, rows_added, published_at FROM penstock.kept WHERE number = 3"
            .formatted(ledger));
    shop.finds(
        "LedgerAhead: Ledger %s in warehouse warehouse holds entry 9, the log ends at 3. Restore the missing entries from the bucket's versions."
            .formatted(ledger));
    execute("DELETE FROM %s WHERE number = 9".formatted(ledger));
    execute("INSERT INTO %s SELECT * FROM penstock.kept WHERE number = 3".formatted(ledger));
    assertThat(shop.say("verify").lines().getFirst())
        .startsWith("LedgerRowForeign: ")
        .contains("number 3 and run r3 that stands there twice");
    execute("DELETE FROM " + ledger);
    assertThat(shop.say("verify").lines().getFirst()).startsWith("LedgerGone: ");
    execute("INSERT INTO %s SELECT * FROM penstock.kept".formatted(ledger));
    execute("UPDATE %s SET log_id = 'another'".formatted(ledger));
    assertThat(shop.say("verify").lines().getFirst()).startsWith("LedgerForeign: ");
    execute("DELETE FROM " + ledger);
    execute("INSERT INTO %s SELECT * FROM penstock.kept".formatted(ledger));
    shop.agrees();
  }

  @Test
  void rowsThatATableHasLostOrGotOtherwiseAreCounted() throws Exception {
    var shop = Shop.of("rows", 2);
    execute("CREATE TABLE sales.some AS SELECT * FROM sales.rows WHERE order_id <= 3");
    execute("DELETE FROM sales.rows WHERE order_id <= 3 AND _penstock_commit = 1");
    shop.finds(
        "RowsMissing: Table sales.rows in warehouse warehouse holds 1497 of the 1500 rows of entry 1."
            + " Restore them from a snapshot, or load the entry's objects again by hand.");
    execute("INSERT INTO sales.rows SELECT * FROM sales.some");
    shop.finds(
        "RowsForeign: Table sales.rows in warehouse warehouse holds 3 rows more of commit 2 than were"
            + " published. Find out who else writes to it, and delete them.");
    execute("DROP TABLE sales.rows");
    shop.finds(
        "TableGone: Table sales.rows in warehouse warehouse is gone, and its ledger says that it got"
            + " 3000 rows. Restore the table, or run the pipeline once with fullRefresh.");
  }

  @Test
  void aKeyThatAnUpsertWouldNotRepeatIsCounted() throws Exception {
    var manifest =
        Files.readString(Orders.named(directory, "keys"))
            .replace(
                "mode: Append", "mode: Upsert\n      key: [order_id]\n      orderBy: [ordered_at]");
    var shop = Shop.of("keys", 2, manifest);
    shop.agrees();
    execute("INSERT INTO sales.keys SELECT * FROM sales.keys WHERE order_id <= 2");
    shop.finds(
        "KeyRepeated: Table sales.keys in warehouse warehouse holds 2 keys more than once. Find out"
            + " who else writes to it, and delete the older rows of these keys.");
  }

  @Test
  void aCommitThatIsNotPublishedIsFoundAndTheNextRunRepairsIt() throws Exception {
    var shop = Shop.of("unpublished", 1);
    shop.killed("r2", Checkpoints.COMMITTED);
    var said = shop.say("verify");
    assertThat(said.code()).isEqualTo(65);
    assertThat(said.out())
        .contains(
            "NotVisible: Object sales/unpublished/", "The pipeline's next run copies it first.")
        .contains("NotPublished: Table sales.unpublished")
        .doesNotContain("StagingLeft");
    var swept = shop.say("sweep");
    assertThat(swept.out())
        .endsWith("; entry 2 is not published yet, what its base left is kept\n");
    shop.file().run("r2");
    shop.agrees();
    assertThat(world.warehouse("SELECT count(*) FROM sales.unpublished")).containsExactly("3000");
  }

  @Test
  void whatDeadAttemptsLeftIsFoundAndSwept() throws Exception {
    var shop = Shop.of("left", 1);
    var known = staging();
    shop.killed("dead", Checkpoints.STAGED);
    var dead = staging().stream().filter(table -> !known.contains(table)).findFirst().orElseThrow();
    // An attempt at the head may still commit, so it is none of anybody's business.
    shop.agrees();
    assertThat(shop.say("sweep").out())
        .isEqualTo("left: deleted 0 objects of 0 B and 0 tables of 0 rows\n");
    assertThat(staging()).contains(dead);
    // A zombie goes on after its base was lost and everybody has swept.
    for (int run = 2; run <= 11; run++) {
      shop.file().run("r" + run);
    }
    assertThat(staging()).doesNotContain(dead);
    execute(
        "CREATE TABLE penstock.%s AS SELECT * FROM sales.left WHERE _penstock_commit = 1"
            .formatted(dead));
    var zombie = shop.root() + "/parts/%020d-0a1b2c3d-dead/orders-00000.parquet".formatted(1);
    put(zombie, new byte[1_234]);
    shop.finds(
        "StagingLeft: Staging table penstock.%s is left, and nobody can need it. ./penstock sweep -f drops it."
            .formatted(dead),
        "StagingLeft: Bucket acme-lake holds 1 staged objects that nobody can need, the first is %s. ./penstock sweep -f deletes them."
            .formatted(zombie));

    var dry = shop.say("sweep", "--dry-run");
    assertThat(dry.code()).as(dry.err()).isZero();
    assertThat(dry.lines())
        .containsExactly(
            "would delete s3://acme-lake/%s, 1.2 kB".formatted(zombie),
            "would delete table penstock.%s of warehouse warehouse, 1,500 rows".formatted(dead),
            "left: would delete 1 objects of 1.2 kB and 1 tables of 1,500 rows");
    assertThat(staging()).contains(dead);
    assertThat(world.keys(zombie)).hasSize(1);
    var keys = world.keys("sales/left/");

    var swept = shop.say("sweep", "--json");
    assertThat(swept.code()).as(swept.err()).isZero();
    assertThat(new ObjectMapper().readTree(swept.lines().getFirst()).at("/bytes").asLong())
        .isEqualTo(1_234);
    assertThat(staging()).doesNotContain(dead);
    assertThat(world.keys(zombie)).isEmpty();
    assertThat(world.keys("sales/left/")).isEqualTo(keys);
    shop.agrees();
  }

  @Test
  void aTableThatOnlyLooksLikeAStagingTableIsNamedAndNotDropped() throws Exception {
    var shop = Shop.of("lookalike", 1);
    var known = staging();
    shop.killed("dead", Checkpoints.STAGED);
    var dead = staging().stream().filter(table -> !known.contains(table)).findFirst().orElseThrow();
    var stranger = dead.substring(0, "stg_".length() + 8) + "_backup";
    execute("CREATE TABLE penstock.%s (a INTEGER)".formatted(stranger));
    var line =
        "StagingForeign: Table penstock.%s is named like a staging table of this pipeline, and no attempt made it. Drop it if nobody knows it."
            .formatted(stranger);
    shop.finds(line);
    assertThat(shop.say("sweep").code()).isZero();
    assertThat(staging()).contains(stranger);
    var json = shop.say("verify", "--json");
    assertThat(json.code()).isEqualTo(65);
    assertThat(new ObjectMapper().readTree(json.out()).at("/kind").asText())
        .isEqualTo("StagingForeign");
  }

  @Test
  void aPipelineThatNeverRanHasNothingToVerifyOrSweep() throws Exception {
    var shop = Shop.of("never", 0);
    var said = shop.say("verify");
    assertThat(said.code()).isEqualTo(78);
    assertThat(said.err()).startsWith("NothingCommitted: ");
    assertThat(shop.say("sweep").code()).isZero();
  }

  @Test
  void aStoreThatIsDownIsForNow() throws Exception {
    var shop = Shop.of("offline", 0);
    var elsewhere =
        Files.writeString(
            directory.resolve("verify-store-down.yaml"),
            Files.readString(world.connections())
                .replace(world.store.endpoint().toString(), "http://127.0.0.1:1"));
    for (var verb : List.of("verify", "sweep")) {
      var said = Penstock.run(verb, "-f", directory.resolve(shop.name() + ".yaml"), elsewhere);
      assertThat(said.code()).isEqualTo(75);
      assertThat(said.err()).startsWith("StoreUnavailable: ");
    }
  }

  private static List<String> staging() throws Exception {
    return world.warehouse(
        "SELECT table_name FROM information_schema.tables WHERE table_name LIKE 'stg_%' ORDER BY 1");
  }
}
