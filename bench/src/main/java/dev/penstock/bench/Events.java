package dev.penstock.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.penstock.api.EtlConnectionSpec;
import dev.penstock.api.EtlPipelineSpec;
import dev.penstock.api.model.Connection;
import dev.penstock.api.model.Pipeline;
import dev.penstock.api.model.ResourceName;
import dev.penstock.api.validation.Checked;
import dev.penstock.api.validation.Validator;
import dev.penstock.runner.commit.Run;
import dev.penstock.runner.report.Stage;
import dev.penstock.runner.run.PipelineRun;
import dev.penstock.runner.run.Request;
import dev.penstock.runner.secret.Secrets;
import dev.penstock.runner.target.s3.KeyPair;
import dev.penstock.runner.target.s3.S3Bucket;
import dev.penstock.sandbox.DirectoryTree;
import dev.penstock.sandbox.faults.Armed;
import dev.penstock.sandbox.redshift.RedshiftStandIn;
import dev.penstock.sandbox.redshift.S3Access;
import dev.penstock.sandbox.redshift.faults.Sessions;
import dev.penstock.sandbox.s3.ObjectStore;
import dev.penstock.sandbox.s3.faults.FaultyWay;
import dev.penstock.sandbox.s3.faults.Requests;
import dev.penstock.sandbox.s3.faults.StoreFault;
import dev.penstock.sandbox.shop.ShopDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.UUID;

/** A table of events, a pipeline that brings its increments into a bucket and a warehouse. */
final class Events implements AutoCloseable {
  private static final String BUCKET = "acme-lake";
  private static final String ROLE = "arn:aws:iam::123456789012:role/redshift-copy";
  private static final String USER = "bench";
  private static final String PASSWORD = "bench-password";
  private static final String PATH = "sales/events/";

  private static final String CONNECTIONS =
      """
      shop-db:
        postgres: {host: 127.0.0.1, port: %d, database: shop, tls: Disable}
        credentials: {secret: {name: shop-db}}
      lake:
        s3: {bucket: acme-lake, region: us-east-1, endpoint: "%s", pathStyle: true}
        credentials: {secret: {name: lake}}
      warehouse:
        redshift:
          {host: 127.0.0.1, port: %d, database: analytics, copyRole: "%s", controlSchema: penstock, tls: VerifyFull}
        credentials: {secret: {name: warehouse}}
      """;

  private static final String PIPELINE =
      """
      store: {connection: lake}
      sources:
        - name: events
          connection: shop-db
          table: {name: public.events, incremental: {column: updated_at, key: [id], settle: 0s}}
      targets:
        - name: events
          from: events
          mode: Upsert
          key: [id]
          s3: {connection: lake, path: sales/events}
          redshift: {connection: warehouse, table: public.events}
      """;

  /** All rows by every run, into one side or both. */
  private static final String SNAPSHOT =
      """
      store: {connection: lake}
      sources:
        - name: events
          connection: shop-db
          table: {name: public.events}
      targets:
        - name: events
          from: events
          mode: Append
          %s
      """;

  /** Where a snapshot goes. */
  enum Side {
    BUCKET("s3: {connection: lake, path: sides/bucket}"),
    WAREHOUSE("redshift: {connection: warehouse, table: public.side_warehouse}"),
    BOTH(
        "s3: {connection: lake, path: sides/both}\n"
            + "    redshift: {connection: warehouse, table: public.side_both}");

    private final String yaml;

    Side(String yaml) {
      this.yaml = yaml;
    }
  }

  private final Path folder;
  private final ShopDatabase shop;
  private final ObjectStore store;
  private final RedshiftStandIn warehouse;
  private final FaultyWay toStore;
  private final CountingWay toWarehouse;
  private final Armed<StoreFault> requests;
  private final Map<String, Connection> connections = new HashMap<>();
  private final Pipeline pipeline;
  private final Secrets secrets;
  private long login;
  private int copies;

  private Events(Path folder, ShopDatabase shop, ObjectStore store, RedshiftStandIn warehouse)
      throws IOException, SQLException {
    this.folder = folder;
    this.shop = shop;
    this.store = store;
    this.warehouse = warehouse;
    this.toStore = FaultyWay.to(store.endpoint());
    this.toWarehouse = new CountingWay(warehouse.port());
    // A fault that does nothing but note whom it met.
    this.requests =
        toStore.faults().when(Requests.all()).times(Integer.MAX_VALUE).delay(Duration.ZERO);
    this.secrets = secrets();
    this.pipeline = pipeline("events", PIPELINE);
    shop(
        """
        CREATE TABLE public.events (id bigint PRIMARY KEY, customer_id integer NOT NULL,
          amount numeric(12,2) NOT NULL, kind varchar(20), note varchar(200),
          happened_at timestamp, updated_at timestamptz NOT NULL)
        """);
  }

  static Events start(Path folder) throws IOException, SQLException {
    var store =
        ObjectStore.start(
            new ObjectStore.Settings(
                new ObjectStore.Storage.Memory(), USER, PASSWORD, List.of(BUCKET)));
    var access = new S3Access(store.endpoint(), USER, PASSWORD, ObjectStore.REGION);
    var warehouse =
        RedshiftStandIn.start(
            new RedshiftStandIn.Settings(
                folder.resolve("warehouse"), "analytics", USER, PASSWORD, access));
    var shop =
        ShopDatabase.start(
            new ShopDatabase.Settings(folder.resolve("shop"), 0.001, USER, PASSWORD));
    return new Events(folder, shop, store, warehouse);
  }

  private Pipeline pipeline(String name, String manifest) throws IOException {
    ObjectMapper yaml = new YAMLMapper();
    var text = CONNECTIONS.formatted(shop.port(), toStore.endpoint(), toWarehouse.port(), ROLE);
    Map<String, EtlConnectionSpec> specs =
        yaml.readValue(
            text,
            yaml.getTypeFactory()
                .constructMapType(HashMap.class, String.class, EtlConnectionSpec.class));
    var validator = new Validator();
    specs.forEach((key, spec) -> connections.put(key, valid(validator.connection(key, spec))));
    var spec = yaml.readValue(manifest, EtlPipelineSpec.class);
    return valid(validator.pipeline(new ResourceName("default", name), spec, specs));
  }

  private static <T> T valid(Checked<T> checked) {
    return switch (checked) {
      case Checked.Valid<T>(var value) -> value;
      case Checked.Invalid<T>(var findings) -> throw new IllegalStateException(findings.toString());
    };
  }

  private Secrets secrets() throws IOException {
    var all = folder.resolve("secrets");
    secret(all.resolve("shop-db"), Map.of("username", USER, "password", PASSWORD));
    secret(
        all.resolve("warehouse"),
        Map.of("username", USER, "password", PASSWORD, "ca.crt", warehouse.caCertificate()));
    secret(all.resolve("lake"), Map.of("accessKeyId", USER, "secretAccessKey", PASSWORD));
    return new Secrets(all);
  }

  private static void secret(Path folder, Map<String, String> values) throws IOException {
    Files.createDirectories(folder);
    for (var value : values.entrySet()) {
      Files.writeString(folder.resolve(value.getKey()), value.getValue());
    }
  }

  private void shop(String sql) throws SQLException {
    try (var connection = shop.connect();
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** Adds that many rows to the table. */
  void add(int rows) throws SQLException {
    shop(
        """
        INSERT INTO public.events
        SELECT n, n %% 500, n %% 100000 / 100.0, 'kind ' || n %% 7, 'what happened to ' || md5(n::text),
          now(), clock_timestamp()
        FROM generate_series((SELECT coalesce(max(id), 0) FROM public.events) + 1,
          (SELECT coalesce(max(id), 0) FROM public.events) + %d) n
        """
            .formatted(rows));
  }

  /** {@return a pipeline that brings all rows there, whatever was there before} */
  Pipeline snapshot(Side side) throws IOException {
    return pipeline("side-" + side.name().toLowerCase(Locale.ROOT), SNAPSHOT.formatted(side.yaml));
  }

  /** Lets each piece of a part wait on its way to the store. */
  void slowStore(Duration each) {
    var unused =
        toStore
            .faults()
            .when(Requests.of("PUT", BUCKET + "/.*parquet.*"))
            .times(Integer.MAX_VALUE)
            .delay(each);
  }

  /** Lets each COPY wait at the warehouse. */
  void slowWarehouse(Duration each) {
    var unused =
        warehouse.faults().when(Sessions.all()).times(Integer.MAX_VALUE).onCopyRow(1).delay(each);
  }

  /** Runs the pipeline of increments to its end; {@return what its stages took} */
  List<Stage> run() throws IOException {
    return run(pipeline);
  }

  /** Runs a pipeline to its end; {@return what its stages took} */
  List<Stage> run(Pipeline pipeline) throws IOException {
    var scratch = Files.createTempDirectory(folder, "scratch");
    try {
      var id = UUID.randomUUID().toString();
      // As if it were due long after the last commit, as scheduled runs are: whatever was committed
      // at about the time that a run was due is asked whether it is of that run.
      var due = Instant.now().plus(Duration.ofDays(1));
      var run = new Run(id, pipeline.id(), pipeline.hash(), due);
      var request = new Request(pipeline, connections, secrets, run, id, scratch);
      return new PipelineRun(request, point -> {}, Clock.systemUTC())
          .execute()
          .receipt()
          .orElseThrow()
          .stages();
    } finally {
      DirectoryTree.delete(scratch);
    }
  }

  /**
   * Makes a table for the rows of one part, and learns what a session costs that asks nothing.
   *
   * @return a copy of what a run has put into the bucket
   */
  Path part() throws IOException, SQLException {
    var file = folder.resolve("part.parquet");
    try (var client = store.client()) {
      var key =
          client.listObjectsV2(list -> list.bucket(BUCKET).prefix(PATH)).contents().stream()
              .map(object -> object.key())
              .filter(name -> name.endsWith(".parquet"))
              .findFirst()
              .orElseThrow();
      client.getObject(get -> get.bucket(BUCKET).key(key), file);
    }
    try (var session = session();
        var statement = session.createStatement()) {
      statement.execute("CREATE TABLE public.alone (LIKE public.events)");
    }
    long before = toWarehouse.turns();
    session().close();
    login = toWarehouse.turns() - before;
    return file;
  }

  private java.sql.Connection session() throws SQLException {
    var properties = new Properties();
    properties.setProperty("user", USER);
    properties.setProperty("password", PASSWORD);
    properties.setProperty("sslmode", "verify-full");
    properties.setProperty("sslrootcert", warehouse.caCertificateFile().toString());
    return new com.amazon.redshift.Driver()
        .connect(
            "jdbc:redshift://127.0.0.1:%d/analytics".formatted(toWarehouse.port()), properties);
  }

  /** Loads a file as it is done by hand: PUT, COPY. */
  void copyAlone(Path part) throws SQLException, InterruptedException {
    var key = "alone/%d.parquet".formatted(copies++);
    if (!(connections.get("lake") instanceof Connection.S3 lake)) {
      throw new IllegalStateException("lake is no bucket");
    }
    try (var bucket = S3Bucket.open(lake, Optional.of(new KeyPair(USER, PASSWORD)));
        var session = session();
        var statement = session.createStatement()) {
      bucket.upload(part, key);
      statement.execute(
          "COPY public.alone FROM 's3://%s/%s' IAM_ROLE '%s' FORMAT AS PARQUET"
              .formatted(BUCKET, key, ROLE));
    }
  }

  /** A piece of work whose cost is of interest. */
  interface Work {
    void run() throws Exception;
  }

  /** Does it; {@return what it took} */
  Cost counted(Work work) throws Exception {
    int met = requests.firings().size();
    long sessions = toWarehouse.sessions();
    long turns = toWarehouse.turns();
    long from = System.nanoTime();
    work.run();
    long millis = (System.nanoTime() - from) / 1_000_000;
    var heads = requests.firings().stream().skip(met).map(firing -> firing.to()).toList();
    long opened = toWarehouse.sessions() - sessions;
    return new Cost(
        millis,
        count(heads, "PUT .+"),
        count(heads, "GET " + BUCKET + "/.+"),
        count(heads, "GET " + BUCKET + "/?"),
        count(heads, "HEAD .+"),
        count(heads, "(DELETE|POST) .+"),
        opened,
        toWarehouse.turns() - turns - opened * login);
  }

  private static long count(List<String> heads, String regex) {
    return heads.stream().filter(head -> head.matches(regex)).count();
  }

  @Override
  public void close() throws IOException {
    toWarehouse.close();
    toStore.close();
    shop.close();
    warehouse.close();
    store.close();
  }
}
