package dev.penstock.runner.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.penstock.api.Manifests;
import dev.penstock.api.Page.Block;
import dev.penstock.api.Tutorial;
import dev.penstock.sandbox.postgres.PostgresServer;
import dev.penstock.sandbox.redshift.RedshiftStandIn;
import dev.penstock.sandbox.redshift.S3Access;
import dev.penstock.sandbox.s3.ObjectStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The tutorial without a cluster, block by block, by somebody who has a PostgreSQL, a bucket and a
 * warehouse of his own. Only what the page leaves to him is changed: hosts, ports, passwords.
 */
class TutorialIT {
  private static final String PASSWORD = "pa55-word";
  private static final String BUCKET = "acme-lake";
  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

  @TempDir private Path directory;
  private final List<String> verbs = new ArrayList<>();

  /**
   * What the stranger has.
   *
   * @param administrator his session in the database shop
   */
  private record OwnWorld(
      PostgresServer database,
      Connection administrator,
      ObjectStore store,
      RedshiftStandIn warehouse) {
    void execute(String sql) throws SQLException {
      try (Statement statement = administrator.createStatement()) {
        statement.execute(sql);
      }
    }
  }

  @Test
  void aStrangerFollowsThePageToTheEnd() throws Exception {
    Files.createDirectory(directory.resolve("etl"));
    try (var store =
            ObjectStore.start(
                new ObjectStore.Settings(
                    new ObjectStore.Storage.Memory(), "penstock", PASSWORD, List.of(BUCKET)));
        var warehouse =
            RedshiftStandIn.start(
                new RedshiftStandIn.Settings(
                    directory.resolve("warehouse"),
                    "analytics",
                    "etl",
                    PASSWORD,
                    new S3Access(store.endpoint(), "penstock", PASSWORD, ObjectStore.REGION)));
        var database =
            PostgresServer.start(
                new PostgresServer.Place(directory, "own", directory.resolve("own")), Map.of())) {
      makeTable(database);
      try (var administrator = administrator(database)) {
        var world = new OwnWorld(database, administrator, store, warehouse);
        for (var block : Tutorial.read().withoutCluster()) {
          follow(block, world);
        }

        assertThat(verbs).containsSubsequence("validate", "plan", "preview", "run", "receipt");
        assertThat(count(warehouse)).isEqualTo(40);
        try (var client = store.client()) {
          var objects =
              client.listObjectsV2(list -> list.bucket(BUCKET).prefix("sales/customers/"));
          assertThat(objects.contents()).anyMatch(object -> object.key().endsWith(".parquet"));
        }
        // "Run it again: it reads what changed since".
        world.execute(
            "INSERT INTO public.customers VALUES (41, 'Late', 'FR', now() - interval '1 minute')");
        assertThat(penstock("run -f etl/").out()).contains("committed as entry 2", "1 row");
        assertThat(count(warehouse)).isEqualTo(41);
      }
    }
  }

  private void follow(Block block, OwnWorld world) throws Exception {
    switch (block.language()) {
      case "sql" -> {
        world.execute(block.text().replace("'...'", "'" + PASSWORD + "'"));
        try (Statement statement = world.administrator().createStatement()) {
          world.database().askForPasswords("scram-sha-256", statement);
        }
      }
      case "yaml" ->
          Files.writeString(
              directory.resolve(block.file().orElseThrow()), asInThisWorld(block.text(), world));
      case "sh" -> {
        for (var command : block.commands()) {
          assertThat(command).startsWith("./penstock ");
          verbs.add(command.split(" ")[1]);
          penstock(command.substring("./penstock ".length()));
        }
      }
      default -> throw new AssertionError("Nobody knows how to follow a block of " + block);
    }
  }

  private Penstock.Said penstock(String words) {
    var said =
        Penstock.run((Object[]) words.replace("etl/", directory.resolve("etl") + "/").split(" "));
    assertThat(said.code()).as("./penstock %s%n%s%s", words, said.out(), said.err()).isZero();
    return said;
  }

  private static String asInThisWorld(String manifests, OwnWorld world) throws Exception {
    var text = new StringBuilder();
    for (var document : Manifests.parse(manifests).documents()) {
      var name = document.path("metadata").path("name").asText();
      switch (document.path("kind").asText() + " " + name) {
        case "EtlConnection shop-db" ->
            at(document, "/spec/postgres")
                .put("host", "127.0.0.1")
                .put("port", world.database().port())
                .put("tls", "Disable");
        case "EtlConnection lake" -> {
          at(document, "/spec/s3")
              .put("endpoint", world.store().endpoint().toString())
              .put("pathStyle", true);
          at(document, "/spec").putObject("credentials").putObject("secret").put("name", "lake");
        }
        case "EtlConnection warehouse" ->
            at(document, "/spec/redshift")
                .put("host", "127.0.0.1")
                .put("port", world.warehouse().port());
        case "Secret shop-db" -> at(document, "/stringData").put("password", PASSWORD);
        case "Secret warehouse" -> {
          at(document, "/stringData")
              .put("password", PASSWORD)
              .put("ca.crt", world.warehouse().caCertificate());
          text.append(storeSecret());
        }
        default -> assertThat(document.path("kind").asText()).isEqualTo("EtlPipeline");
      }
      text.append(YAML.writeValueAsString(document));
    }
    return text.toString();
  }

  /** The page allows it: "A Secret with accessKeyId and secretAccessKey works as well". */
  private static String storeSecret() {
    return """
    ---
    apiVersion: v1
    kind: Secret
    metadata: {name: lake}
    stringData: {accessKeyId: penstock, secretAccessKey: %s}
    """
        .formatted(PASSWORD);
  }

  private static ObjectNode at(JsonNode document, String pointer) {
    return (ObjectNode) document.at(pointer);
  }

  private static void makeTable(PostgresServer database) throws SQLException {
    try (var superuser = database.superuser();
        Statement statement = superuser.createStatement()) {
      statement.execute("CREATE DATABASE shop");
    }
    try (var session = administrator(database);
        Statement statement = session.createStatement()) {
      statement.execute(
          """
          CREATE TABLE public.customers (
            customer_id bigint PRIMARY KEY, name text NOT NULL, country char(2),
            updated_at timestamptz NOT NULL);
          INSERT INTO public.customers
            SELECT i, 'Customer ' || i, 'DE', now() - interval '1 hour' FROM generate_series(1, 40) AS i;
          """);
    }
  }

  /** Possible until the server asks for passwords; the session lives on. */
  private static Connection administrator(PostgresServer database) throws SQLException {
    return DriverManager.getConnection(
        "jdbc:postgresql://127.0.0.1:%d/shop".formatted(database.port()),
        PostgresServer.SUPERUSER,
        "");
  }

  private static long count(RedshiftStandIn warehouse) throws SQLException {
    var login = new Properties();
    login.setProperty("user", "etl");
    login.setProperty("password", PASSWORD);
    login.setProperty("sslmode", "verify-full");
    login.setProperty("sslrootcert", warehouse.caCertificateFile().toString());
    try (Connection session = new com.amazon.redshift.Driver().connect(warehouse.jdbcUrl(), login);
        Statement statement = session.createStatement();
        ResultSet rows = statement.executeQuery("SELECT count(*) FROM sales.customers")) {
      rows.next();
      return rows.getLong(1);
    }
  }
}
