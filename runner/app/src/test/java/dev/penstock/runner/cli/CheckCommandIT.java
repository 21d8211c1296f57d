package dev.penstock.runner.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.penstock.runner.World;
import dev.penstock.runner.identity.AwsStub;
import dev.penstock.sandbox.postgres.PostgresServer;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is said of connections to servers that are there, and of some that are not. */
class CheckCommandIT {
  @TempDir private static Path directory;
  private static World world;
  private static String manifests;

  @BeforeAll
  static void start() throws Exception {
    world = World.start(directory);
    manifests = Files.readString(world.connections());
  }

  @AfterAll
  static void end() {
    world.close();
  }

  /** Checks the world's connections after something in their manifests was replaced. */
  private static Penstock.Said check(Map<String, String> replaced, Object... words)
      throws Exception {
    var text = manifests;
    for (var one : replaced.entrySet()) {
      assertThat(text).contains(one.getKey());
      text = text.replace(one.getKey(), one.getValue());
    }
    var file = Files.writeString(Files.createTempFile(directory, "check", ".yaml"), text);
    var all = new ArrayList<Object>(List.of("check"));
    all.addAll(List.of(words));
    all.addAll(List.of("-f", file));
    var said = Penstock.run(all.toArray());
    assertThat(said.out() + said.err()).doesNotContain(World.PASSWORD);
    return said;
  }

  private static Map<String, JsonNode> json(Penstock.Said said) throws Exception {
    var found = new TreeMap<String, JsonNode>();
    for (var one : new ObjectMapper().readTree(said.out())) {
      found.put(one.path("connection").asText(), one);
    }
    return found;
  }

  private static Map<String, String> states(JsonNode found) {
    var states = new TreeMap<String, String>();
    found
        .path("capabilities")
        .forEach(one -> states.put(one.path("name").asText(), one.path("state").asText()));
    return states;
  }

  private static String message(JsonNode found, String capability) {
    for (var one : found.path("capabilities")) {
      if (one.path("name").asText().equals(capability)) {
        return one.path("message").asText();
      }
    }
    throw new AssertionError("No " + capability + " in " + found);
  }

  @Test
  void whatRunsNeedIsFoundAndNothingIsLeftBehind() throws Exception {
    var tables = world.warehouse("SELECT count(*) FROM information_schema.tables");
    var said = check(Map.of(), "--json");
    assertThat(said.err()).isEmpty();
    assertThat(said.code()).as(said.out()).isZero();
    var found = json(said);
    assertThat(found.values())
        .allSatisfy(one -> assertThat(one.path("reachable").asBoolean()).isTrue());
    assertThat(states(found.get("shop-db")))
        .containsEntry("Server", "Available")
        .containsEntry("Encryption", "Limited")
        .containsEntry("Snapshot", "Available")
        .containsEntry("Sessions", "Available")
        .containsEntry("ReadTables", "Available")
        .containsKey("OpenTransactions");
    assertThat(message(found.get("shop-db"), "Server")).startsWith("PostgreSQL 18");
    assertThat(states(found.get("lake")))
        .isEqualTo(
            Map.of(
                "ListObjects", "Available",
                "PutObject", "Available",
                "ConditionalPut", "Available",
                "GetObject", "Available",
                "DeleteObject", "Available"));
    assertThat(states(found.get("warehouse")))
        .containsEntry("ControlSchema", "Available")
        .containsEntry("TemporaryTables", "Available")
        .containsEntry("CreateTables", "Available")
        .containsEntry("Encryption", "Available")
        .containsEntry("CopyRole", "Unknown");
    assertThat(world.keys("")).isEmpty();
    assertThat(world.warehouse("SELECT count(*) FROM information_schema.tables")).isEqualTo(tables);
    assertThat(world.warehouse("SELECT count(*) FROM pg_namespace WHERE nspname = 'penstock'"))
        .containsExactly("0");
  }

  @Test
  void oneIsChosenAndShownAsATable() throws Exception {
    var said = check(Map.of(), "lake");
    assertThat(said.code()).isZero();
    assertThat(said.lines().getFirst()).matches("CONNECTION +KIND +CHECK +STATE +FOUND");
    assertThat(said.lines().subList(1, said.lines().size()))
        .hasSize(6)
        .allMatch(line -> line.startsWith("lake"));
  }

  @Test
  void aRightThatIsMissingIsNamedWithWhatToGrant() throws Exception {
    var state = Files.createTempDirectory(directory, "poor");
    try (var server =
            PostgresServer.start(
                new PostgresServer.Place(state, "poor", state.resolve("data")), Map.of());
        var session = server.superuser();
        var admin = session.createStatement()) {
      admin.execute("CREATE ROLE poor LOGIN CONNECTION LIMIT 3");
      admin.execute("CREATE SCHEMA closed");
      admin.execute("CREATE TABLE closed.t (a int)");
      aRightThatIsMissing(server.port(), admin);
    }
  }

  private static void aRightThatIsMissing(int port, Statement admin) throws Exception {
    var poor =
        Map.of(
            "{username: shop,",
            "{username: poor,",
            "port: %d, database: shop, tls: Disable}\n".formatted(world.shop.port()),
            "port: %d, database: postgres, tls: Disable}\n  allow: {schemas: [closed]}\n"
                .formatted(port));
    var said = check(poor, "shop-db", "--json");
    assertThat(said.code()).isEqualTo(78);
    var found = json(said).get("shop-db");
    assertThat(states(found))
        .containsEntry("ReadTables", "Missing")
        .containsEntry("Sessions", "Limited")
        .containsEntry("OpenTransactions", "Limited");
    assertThat(message(found, "ReadTables"))
        .isEqualTo(
            "Schemas that the user may not enter: closed. GRANT USAGE on them, and SELECT on their"
                + " tables.");
    assertThat(message(found, "Sessions")).contains("4 sessions of 3").contains("limits");

    admin.execute("GRANT USAGE ON SCHEMA closed TO poor");
    assertThat(message(json(check(poor, "shop-db", "--json")).get("shop-db"), "ReadTables"))
        .isEqualTo("0 of 1 tables and views may be read. GRANT SELECT on them to the user.");
    admin.execute("GRANT SELECT ON closed.t TO poor");
    assertThat(check(poor, "shop-db")).extracting(Penstock.Said::code).isEqualTo(0);

    var absent =
        check(
            Map.of("tls: Disable}\n", "tls: Disable}\n  allow: {schemas: [nowhere]}\n"), "shop-db");
    assertThat(absent.code()).isEqualTo(78);
    assertThat(absent.out()).contains("does not have: nowhere");
  }

  @Test
  void whatIsNotReachedIsTheErrorThatARunWouldGetAndOthersAreCheckedAllTheSame() throws Exception {
    var said =
        check(
            Map.of(
                "{username: shop, password: " + World.PASSWORD,
                "{username: shop, password: wrong",
                "bucket: acme-lake",
                "bucket: no-lake"),
            "--json");
    assertThat(said.code()).isEqualTo(78);
    var found = json(said);
    assertThat(found.get("shop-db").path("reachable").asBoolean()).isFalse();
    assertThat(found.get("shop-db").path("reason").asText()).isEqualTo("AuthenticationFailed");
    assertThat(found.get("shop-db").path("nextStep").asText()).isNotEmpty();
    assertThat(found.get("lake").path("reason").asText()).isEqualTo("BucketNotFound");
    assertThat(found.get("warehouse").path("reachable").asBoolean()).isTrue();
    assertThat(said.err()).contains("shop-db").contains("lake").doesNotContain("warehouse");
  }

  @Test
  void aSecretThatIsMissingIsSaidSo() throws Exception {
    var said =
        check(
            Map.of(
                "kind: Secret\nmetadata: {name: shop-db}", "kind: Secret\nmetadata: {name: other}"),
            "shop-db");
    assertThat(said.code()).isEqualTo(78);
    assertThat(said.out()).contains("SecretMissing");
  }

  @Test
  void aServerThatTakesCallsAndSaysNothingIsGivenUp() throws Exception {
    try (var silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      var said =
          check(
              Map.of("port: " + world.shop.port(), "port: " + silent.getLocalPort()),
              "shop-db",
              "--timeout",
              "2");
      assertThat(said.code()).isEqualTo(75);
      assertThat(said.err()).contains("Connection shop-db has not answered within 2 seconds");
    }
  }

  @Test
  void whatIsNotThereIsNoConnection() throws Exception {
    var said = check(Map.of(), "nowhere");
    assertThat(said.code()).isEqualTo(78);
    assertThat(said.err())
        .contains("The files have no connection nowhere")
        .contains(
            List.of("shop-db", "lake", "warehouse").stream().collect(Collectors.joining(", ")));
  }

  @Test
  void aBucketThatMayNotBeWrittenIsNotTried() throws Exception {
    var said =
        check(
            Map.of("pathStyle: true}\n", "pathStyle: true}\n  allow: {access: [Read]}\n"),
            "lake",
            "--json");
    assertThat(said.code()).isZero();
    assertThat(states(json(said).get("lake")))
        .isEqualTo(Map.of("ListObjects", "Available", "PutObject", "Limited"));
  }

  @Test
  void aWarehouseLetsInWhoTheApiGivesALoginForAndNobodyElse() throws Exception {
    var iam =
        Map.of(
            "controlSchema: penstock\n",
            "controlSchema: penstock\n    cluster: acme\n    region: us-east-1\n",
            "credentials: {secret: {name: warehouse}}",
            "credentials: {secret: {name: warehouse}, iam: {roleArn: 'arn:aws:iam::123456789012:role/loads'}}",
            "  username: loader\n  password: %s\n".formatted(World.PASSWORD),
            "");
    try (var aws = AwsStub.start("ROLE", "secret-of-the-role", "loader", World.PASSWORD)) {
      var said = check(iam, "warehouse", "--json");
      assertThat(states(json(said).get("warehouse"))).containsEntry("Server", "Available");
      assertThat(aws.asked())
          .extracting(AwsStub.Asked::signedBy, AwsStub.Asked::service)
          .containsExactly(tuple("POD", "sts"), tuple("ROLE", "redshift"));
    }
    try (var aws = AwsStub.start("ROLE", "secret-of-the-role", "loader", "expired")) {
      var said = check(iam, "warehouse");
      assertThat(said.code()).isEqualTo(78);
      assertThat(said.out()).contains("AuthenticationFailed").doesNotContain("expired");
      assertThat(aws.asked()).isNotEmpty();
    }
  }
}
