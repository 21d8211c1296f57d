package dev.penstock.runner.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.penstock.runner.World;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Manifests from the catalog of a real server, which a run then takes. */
class InitIT {
  private static final int TABLES = 200;
  private static final Erp ERP = new Erp(20_260_301, TABLES);

  @TempDir private static Path directory;
  private static World world;
  private static Path connections;

  @BeforeAll
  static void start() throws Exception {
    world = World.start(directory.resolve("world"));
    connections = world.connections();
    world.inShop(ERP.statements().toArray(String[]::new));
  }

  @AfterAll
  static void end() {
    world.close();
  }

  private static Penstock.Said init(Object... words) {
    var all = new ArrayList<Object>(List.of("init", "-f", connections));
    all.addAll(List.of(words));
    return Penstock.run(all.toArray());
  }

  private static TreeMap<String, JsonNode> manifests(Path out) throws Exception {
    var manifests = new TreeMap<String, JsonNode>();
    try (var files = Files.list(out)) {
      for (var file : files.toList()) {
        manifests.put(
            file.getFileName().toString(), PlainYaml.MAPPER.readTree(Files.readString(file)));
      }
    }
    return manifests;
  }

  private static Penstock.Said erp(Path out) {
    return init(
        "erp.*",
        "--output",
        out,
        "--path",
        "erp",
        "--schedule",
        "15 * * * *",
        "--time-zone",
        "Etc/UTC");
  }

  @Test
  void twoHundredTablesAreOneCommandAndManyArePlannedAndSomeAreRun() throws Exception {
    var out = directory.resolve("etl");
    var zoneless = init("erp.*", "--output", out, "--path", "erp");
    assertThat(zoneless.code()).isEqualTo(78);
    assertThat(zoneless.err()).contains("--time-zone").contains(" more");
    assertThat(out).doesNotExist();
    var said = erp(out);
    assertThat(said.err()).isEmpty();
    assertThat(said.code()).isZero();
    assertThat(said.out()).contains("200 manifests written to " + out + ", 0 tables left out.");
    var manifests = manifests(out);
    assertThat(manifests).hasSize(TABLES);
    var again = directory.resolve("again");
    assertThat(erp(again).code()).isZero();
    assertThat(manifests(again)).isEqualTo(manifests);
    for (var name : manifests.keySet()) {
      assertThat(again.resolve(name)).hasSameBinaryContentAs(out.resolve(name));
    }
    assertThat(Penstock.run("validate", "-f", out, connections).code()).isZero();
    assertThat(Penstock.run("fmt", "-f", out, "--check").lines()).isEmpty();

    // The generator has both, of each kind enough to mean something.
    var modes = new TreeMap<String, Integer>();
    var first = new TreeMap<String, String>();
    int number = 0;
    for (var manifest : manifests.values()) {
      var pipeline = manifest.at("/metadata/name").asText();
      var mode = manifest.at("/spec/targets/0/mode").asText();
      var kind =
          mode
              + manifest.at("/spec/sources/0/table/incremental/nulls").asText("")
              + (manifest.at("/spec/sources/0/table").has("columns") ? " of columns" : "");
      modes.merge(mode, 1, Integer::sum);
      boolean empty =
          Files.readString(out.resolve(pipeline + ".yaml")).contains("It holds no rows now");
      boolean isFirst = !empty && first.putIfAbsent(kind, pipeline) == null;
      // Some, as all were validated above, and one file each: reading the others takes minutes.
      if (number++ % 8 != 0 && !isFirst) {
        continue;
      }
      var plan =
          Penstock.run("plan", "-f", out.resolve(pipeline + ".yaml"), connections, "--connect");
      assertThat(plan.code()).as(pipeline + plan.out() + plan.err()).isZero();
    }
    assertThat(modes.keySet()).containsExactly("Replace", "Upsert");
    assertThat(modes.values()).allMatch(count -> count > 30);
    assertThat(first.keySet())
        .contains("Replace", "Replace of columns", "Upsert", "Upsert of columns", "UpsertInclude");
    for (var pipeline : new TreeSet<>(first.values())) {
      runs(out, manifests.get(pipeline + ".yaml"), pipeline);
    }
  }

  /** Twice, so that an increment follows the first run. */
  private static void runs(Path out, JsonNode manifest, String pipeline) throws Exception {
    var files = new Object[] {out.resolve(pipeline + ".yaml"), connections};
    for (int run = 0; run < 2; run++) {
      var said = Penstock.run("run", "-f", files[0], files[1], "--memory", "1Gi");
      assertThat(said.code()).as(pipeline + said.out() + said.err()).isZero();
    }
    var read = manifest.at("/spec/sources/0/table/name").asText();
    var loaded = manifest.at("/spec/targets/0/redshift/table").asText();
    long rows;
    try (var session = world.shop.connect();
        var statement = session.createStatement();
        var count =
            statement.executeQuery(
                "SELECT count(*) FROM erp."
                    + statement.enquoteIdentifier(read.substring(read.indexOf('.') + 1), true))) {
      count.next();
      rows = count.getLong(1);
    }
    assertThat(rows).isPositive();
    assertThat(world.warehouse("SELECT count(*) FROM " + quoted(loaded)))
        .containsExactly(Long.toString(rows));
    var verified = Penstock.run("verify", pipeline, "-f", files[0], files[1]);
    assertThat(verified.code()).as(verified.out() + verified.err()).isZero();
  }

  private static String quoted(String table) {
    return '"' + table.replace(".", "\".\"") + '"';
  }

  @Test
  void whatACatalogHoldsBesideTablesHasAnAnswer() throws Exception {
    world.inShop(
        "CREATE SCHEMA kinds",
        "CREATE TABLE kinds.events (id bigint, at timestamptz NOT NULL, updated_at timestamptz NOT"
            + " NULL, PRIMARY KEY (id, at)) PARTITION BY RANGE (at)",
        "CREATE TABLE kinds.events_1 PARTITION OF kinds.events FOR VALUES FROM ('2026-01-01') TO"
            + " ('2026-02-01')",
        "CREATE TABLE kinds.events_2 PARTITION OF kinds.events FOR VALUES FROM ('2026-02-01') TO"
            + " ('2026-03-01')",
        "INSERT INTO kinds.events VALUES (1, '2026-01-05', '2026-01-05')",
        "ANALYZE kinds.events",
        "CREATE TABLE kinds.animals (id bigint PRIMARY KEY, updated_at timestamptz NOT NULL)",
        "CREATE TABLE kinds.cats (purrs boolean) INHERITS (kinds.animals)",
        "CREATE VIEW kinds.seen AS SELECT id FROM kinds.events",
        "CREATE MATERIALIZED VIEW kinds.kept AS SELECT id FROM kinds.events",
        "CREATE TABLE kinds.nothing ()",
        "CREATE TABLE kinds.\"a.b\" (id bigint)",
        "CREATE TABLE kinds.twins (\"Id\" bigint PRIMARY KEY, id text, _penstock_commit bigint)",
        "COMMENT ON TABLE kinds.twins IS E'Two of\\na kind: # no comment'");
    var out = directory.resolve("kinds");
    var said = init("--output", out, "kinds.*", "kinds.seen", "--redshift", "none");
    assertThat(said.code()).as(said.err()).isZero();
    assertThat(said.lines())
        .contains(
            "left out kinds.a.b: it has a dot in its name, which table.name can not say: read it by a"
                + " query",
            "left out kinds.kept: it is a materialized view: name it to have it",
            "left out kinds.nothing: it has no columns")
        .anyMatch(
            line -> line.matches("kinds\\.events +1 .*Upsert +updated_at +id, at .*2 partitions.*"))
        .anyMatch(line -> line.matches("kinds\\.animals .*Replace .*inheritance"))
        .anyMatch(line -> line.matches("kinds\\.cats .*Replace .*inheritance"))
        .anyMatch(line -> line.matches("kinds\\.seen .*Replace .*a view"))
        .anyMatch(line -> line.matches("kinds\\.twins .*Replace +Id .*2 columns left out"));
    var manifests = manifests(out);
    assertThat(manifests.keySet())
        .containsExactly(
            "kinds-animals.yaml",
            "kinds-cats.yaml",
            "kinds-events.yaml",
            "kinds-seen.yaml",
            "kinds-twins.yaml");
    assertThat(manifests.get("kinds-twins.yaml").at("/spec/description").asText())
        .isEqualTo("Two of a kind: # no comment");
    for (var manifest : manifests.values()) {
      assertThat(manifest.at("/spec/targets/0").has("redshift")).isFalse();
      var pipeline = manifest.at("/metadata/name").asText();
      var plan = Penstock.run("plan", "-f", out, connections, "--pipeline", pipeline);
      assertThat(plan.code()).as(pipeline + plan.err()).isZero();
    }
  }

  @Test
  void whatIsThereStaysAndWhatIsWrongWritesNothing() throws Exception {
    var out = directory.resolve("kept");
    assertThat(init("public.customers", "--output", out).code()).isZero();
    var file = out.resolve("customers.yaml");
    Files.writeString(file, Files.readString(file).replace("overlap: 10m", "overlap: 1h"));
    var mine = Files.readString(file);
    var refused = init("public.*", "--output", out);
    assertThat(refused.code()).isEqualTo(78);
    assertThat(refused.err()).contains("customers.yaml is there already; nothing was written");
    assertThat(manifests(out)).hasSize(1);
    assertThat(Files.readString(file)).isEqualTo(mine);
    assertThat(init("public.*", "--except", "public.customers", "--output", out).code()).isZero();
    assertThat(Files.readString(file)).isEqualTo(mine);
    assertThat(init("public.customers", "--output", out, "--force").code()).isZero();
    Files.writeString(file, mine.replace("public.customers", "public.clients"));
    var other = init("public.customers", "--output", out, "--force");
    assertThat(other.code()).isEqualTo(78);
    assertThat(other.err()).contains("is not about table public.customers").contains("--prefix");

    var missing = init("public.custmers", "--output", directory.resolve("none"));
    assertThat(missing.code()).isEqualTo(78);
    assertThat(missing.err())
        .contains("TableNotFound: The pattern public.custmers finds nothing on connection shop-db")
        .contains("public.customers");
    assertThat(directory.resolve("none")).doesNotExist();
    var schema =
        init("public.customers", "--schema", "Sales", "--output", directory.resolve("none"));
    assertThat(schema.code()).isEqualTo(78);
    assertThat(schema.err()).contains("InvalidSpec").contains("schema.table in lower case");
    assertThat(directory.resolve("none")).doesNotExist();
    assertThat(init("public.customers", "--schedule", "often", "--output", out).err())
        .contains("The schedule often is not valid");
    assertThat(init("public.customers", "--connection", "lake", "--output", out).err())
        .contains("The files have no connection lake of kind postgres")
        .contains("Name one of shop-db with --connection");
  }

  /** The name of a pipeline is its history: another file may not get it. */
  @Test
  void aNameThatAPipelineOfTheFilesHasIsRefused() throws Exception {
    var out = directory.resolve("first");
    assertThat(init("public.customers", "--output", out).code()).isZero();
    var other = directory.resolve("second");
    var said = Penstock.run("init", "-f", connections, out, "public.customers", "--output", other);
    assertThat(said.code()).isEqualTo(78);
    assertThat(said.err()).contains("EtlPipeline/customers stands in").contains("--prefix");
    assertThat(other).doesNotExist();
    var apart =
        Penstock.run(
            "init",
            "-f",
            connections,
            out,
            "public.customers",
            "--output",
            other,
            "--prefix",
            "crm");
    assertThat(apart.code()).as(apart.err()).isZero();
    assertThat(manifests(other).get("crm-customers.yaml").at("/spec/targets/0/redshift/table"))
        .hasToString("\"public.crm_customers\"");
  }

  @Test
  void tablesThatTheUserMayNotReadAreLeftOut() throws Exception {
    world.inShop(
        "CREATE SCHEMA closed",
        "CREATE TABLE closed.open (id bigint PRIMARY KEY, secret text)",
        "CREATE TABLE closed.shut (id bigint PRIMARY KEY)",
        // The owner takes the right from itself; the catalog then says so.
        "REVOKE ALL ON closed.shut FROM CURRENT_USER",
        "REVOKE ALL ON closed.open FROM CURRENT_USER",
        "GRANT SELECT (id) ON closed.open TO CURRENT_USER");
    var out = directory.resolve("closed");
    var said = init("closed.*", "--output", out);
    assertThat(said.code()).as(said.err()).isZero();
    assertThat(said.lines())
        .contains("left out closed.shut: it may not be read by the user of the connection");
    assertThat(
            manifests(out).get("closed-open.yaml").at("/spec/sources/0/table/columns").toString())
        .isEqualTo("[\"id\"]");
    var plan =
        Penstock.run("plan", "-f", out, connections, "--pipeline", "closed-open", "--connect");
    assertThat(plan.code()).as(plan.err()).isZero();
  }
}
