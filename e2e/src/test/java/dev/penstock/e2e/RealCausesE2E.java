package dev.penstock.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Runs that end badly on a real node, each by its real cause; what they did is never guessed. */
class RealCausesE2E {
  private static World world;

  @BeforeAll
  static void install() throws Exception {
    if (World.possible()) {
      world = World.start();
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

  @Test
  void aRunThatNeedsMoreMemoryThanItsLimitIsEndedByTheKernelAndSaysSo() {
    var orders =
        named("memory")
            .changed("memory: 1Gi", "memory: 512Mi")
            .changed(
                "  pod:\n",
                "  pod:\n    env: [{name: JAVA_TOOL_OPTIONS, value: \"-Xms700m -Xmx700m"
                    + " -XX:+AlwaysPreTouch\"}]\n");
    ends(
        orders,
        Map.of("state", "Failed", "reason", "OOMKilled"),
        "needed more memory than its limit (512Mi)");
  }

  @Test
  void aRunThatTakesLongerThanItsDeadlineIsEndedAndSaysSo() {
    var orders =
        named("deadline").changed("activeDeadlineSeconds: 7200", "activeDeadlineSeconds: 1");
    ends(
        orders,
        Map.of("state", "Failed", "reason", "DeadlineExceeded"),
        "longer than activeDeadlineSeconds (1)");
  }

  @Test
  void aSecretThatIsMissingIsNamed() {
    var orders = named("secret");
    world.story(() -> {
      world.step(
          "a connection names a Secret that is not there",
          () ->
              world.apply(
                  """
                  apiVersion: penstock.dev/v1alpha1
                  kind: EtlConnection
                  metadata: {name: shop-db-nowhere}
                  spec:
                    postgres: %s
                    credentials: {secret: {name: shop-db-nowhere}}
                  """
                      .formatted(
                          world.kubectl(
                              "get",
                              "etlconnection",
                              "shop-db",
                              "-o",
                              "jsonpath={.spec.postgres}"))));
    });
    ends(
        orders.changed("connection: shop-db", "connection: shop-db-nowhere"),
        Map.of("state", "Failed", "reason", "SecretMissing"),
        "Secret shop-db-nowhere");
  }

  @Test
  void anImageThatNoRegistryHasIsSaidWhileTheRunWaitsAndCancellingEndsIt() {
    var orders = named("image").changed("  pod:\n", "  image: 127.0.0.1:1/nowhere:1\n  pod:\n");
    waitsAndIsCancelled(orders, "ImageNotPulled", "127.0.0.1:1/nowhere:1");
  }

  @Test
  void aPodThatNoNodeTakesIsSaidWhileTheRunWaitsAndCancellingEndsIt() {
    var orders = named("nowhere").changed("  pod:\n", "  pod:\n    nodeSelector: {disk: none}\n");
    waitsAndIsCancelled(orders, "Unschedulable", "No node takes pod");
  }

  private static Example named(String name) {
    return world.example("orders-" + name).tryingOnce();
  }

  private static void ends(Example orders, Map<String, Object> as, String words) {
    var run = orders.pipeline().replace("orders-", "");
    world.story(() -> {
      world.step("apply the pipeline", () -> world.apply(orders.manifest()));
      world.step("ask for a run", () -> world.request(orders.pipeline(), run));
      world.step(
          "the status says why it failed, and counts nothing",
          () -> {
            var status = world.endOf(run);
            assertThat(status).containsAllEntriesOf(as).doesNotContainKeys("rows", "commit");
            assertThat(String.valueOf(status.get("message"))).contains(words);
          });
      assertThat(world.commits(orders.pipeline())).isEmpty();
      assertThat(world.rowsInS3(orders.path())).isZero();
    });
  }

  private static void waitsAndIsCancelled(Example orders, String reason, String words) {
    var run = orders.pipeline().replace("orders-", "");
    world.story(() -> {
      world.step("apply the pipeline", () -> world.apply(orders.manifest()));
      world.step("ask for a run", () -> world.request(orders.pipeline(), run));
      world.step(
          "the status says what it waits for",
          () ->
              world.eventually(() -> {
                var status = world.status("EtlRun", run);
                assertThat(status)
                    .containsEntry("state", "Running")
                    .containsEntry("reason", reason);
                assertThat(String.valueOf(status.get("message"))).contains(words);
              }));
      world.step(
          "cancel it",
          () ->
              world.kubectl(
                  "patch", "etlrun", run, "--type=merge", "-p", "{\"spec\":{\"cancel\":true}}"));
      world.step(
          "it ends without a doubt",
          () -> assertThat(world.endOf(run)).containsEntry("state", "Cancelled"));
    });
  }
}
