package dev.penstock.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A table of 6 million rows in pods whose memory is far smaller than the table, and in larger ones:
 * a run succeeds, with scratch for what does not fit, or says what it lacks; the kernel ends none.
 */
class MemoryE2E {
  private static final long ROWS = 6_000_000;
  private static final long MIB = 1 << 20;
  private static final Pattern PEAK = Pattern.compile("peak memory: ([0-9.]+) (MB|GB)");

  private static World world;

  @BeforeAll
  static void fillATable() throws Exception {
    if (World.possible()) {
      world = World.start();
      world.inShop(
          """
          CREATE TABLE public.events AS
          SELECT n AS id, mod(n::bigint * 7919, 1000003) AS device,
            mod(n, 100000)::numeric(12, 2) AS amount, md5(n::text) AS note
          FROM generate_series(1, %d) AS n
          """
              .formatted(ROWS));
      world.inShop("ANALYZE public.events");
    }
  }

  @BeforeEach
  void needsANode() {
    World.assumePossible();
  }

  @AfterAll
  static void leaveNothing() throws Exception {
    if (world != null) {
      world.close();
    }
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "stream-512|512|SELECT *, amount * 2 AS twice FROM events",
        "sort-512|512|SELECT * FROM events ORDER BY device, note",
        "dedupe-512|512|SELECT * FROM events QUALIFY row_number() OVER (PARTITION BY id, note ORDER BY device) = 1",
        "join-512|512|SELECT a.*, b.note AS other FROM events a JOIN events b ON a.id = b.id",
        "sort-1024|1024|SELECT * FROM events ORDER BY device, note",
        "join-2048|2048|SELECT a.*, b.note AS other FROM events a JOIN events b ON a.id = b.id",
        "dedupe-8192|8192|SELECT * FROM events QUALIFY row_number() OVER (PARTITION BY id, note ORDER BY device) = 1",
      })
  void sixMillionRowsEndWithinTheLimitOrWithAClearRefusal(String name, long limit, String sql) {
    world.story(() -> {
      world.step("apply the pipeline", () -> world.apply(manifest(name, limit, sql)));
      world.step("ask for a run", () -> world.request(name, name));
      world.step(
          "it succeeds within its limit, or says what it lacks",
          () -> {
            var status = world.endOf(name);
            if ("Failed".equals(status.get("state")) && !name.startsWith("stream")) {
              assertThat(status).containsEntry("reason", "OutOfMemory");
              assertThat(String.valueOf(status.get("message")))
                  .contains("more memory or scratch than the pod has");
              return;
            }
            assertThat(status).containsEntry("state", "Succeeded").containsEntry("attempts", 1);
            assertThat(world.rowsInS3("memory/" + name)).isEqualTo(ROWS);
            var log = log(name);
            assertThat(peak(log)).isBetween(100 * MIB, limit * MIB);
            if (name.equals("sort-512")) {
              assertThat(log).contains("  spilled to scratch: ");
            }
          });
    });
  }

  private static String log(String pipeline) throws Exception {
    return world.kubectl("logs", "-l", "penstock.dev/pipeline=" + pipeline, "--tail=-1");
  }

  private static long peak(String log) {
    var found = PEAK.matcher(log);
    assertThat(found.find()).as("peak memory in the log:%n%s", log).isTrue();
    return (long) (Double.parseDouble(found.group(1)) * (found.group(2).equals("MB") ? 1e6 : 1e9));
  }

  private static String manifest(String name, long limit, String sql) {
    return """
    apiVersion: penstock.dev/v1alpha1
    kind: EtlPipeline
    metadata: {name: %1$s}
    spec:
      store: {connection: lake}
      backoffLimit: 0
      sources:
        - {name: events, connection: shop-db, table: {name: public.events}}
      steps:
        - name: made
          sql: |
            %3$s
      targets:
        - {name: made, from: made, mode: Append, s3: {connection: lake, path: memory/%1$s}}
      pod:
        resources:
          requests: {cpu: 100m, memory: 512Mi}
          limits: {memory: %2$dMi}
      scratch: {size: 5Gi}
    """
        .formatted(name, limit, sql);
  }
}
