package dev.penstock.runner.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.penstock.runner.World;
import dev.penstock.runner.change.TwoStates;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A change that real sources and a real table are asked about. */
class PlanConnectIT {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private static Path directory;
  private static World world;
  private static Path connections;

  @BeforeAll
  static void start() throws Exception {
    world = World.start(directory.resolve("world"));
    connections = world.connections();
  }

  @AfterAll
  static void end() {
    world.close();
  }

  /** Two states of a pipeline of that name, over the connections of the world. */
  private static Path[] states(String name, UnaryOperator<String> edit) throws Exception {
    var states = new Path[2];
    for (int i = 0; i < 2; i++) {
      var state = Files.createDirectories(directory.resolve(name + i).resolve("prod"));
      Files.copy(connections, state.resolve("connections.yaml"));
      Orders.named(state, name);
      states[i] = state.getParent();
    }
    TwoStates.edit(states[1].resolve("prod").resolve(name + ".yaml"), edit);
    return states;
  }

  private static JsonNode plan(int code, Path[] states, Object... more) throws Exception {
    var words = new Object[8 + more.length];
    var fixed =
        new Object[] {
          "plan", "--from", states[0], "--to", states[1], "--connect", "--output", "json"
        };
    System.arraycopy(fixed, 0, words, 0, 8);
    System.arraycopy(more, 0, words, 8, more.length);
    var said = Penstock.run(words);
    assertThat(said.err()).isEmpty();
    assertThat(said.code()).as(said.out()).isEqualTo(code);
    return JSON.readTree(said.out());
  }

  private static List<String> codes(JsonNode json) {
    return json.at("/environments/0/pipelines/0/effects").findValuesAsText("code");
  }

  @Test
  void aStarIsNoSecretToTheSourceAndAMissingTableIsToldWithItsStatement() throws Exception {
    var states = states("connect_star", text -> text.replace(", c.country", ""));
    var json = plan(0, states);
    var target = json.at("/environments/0/pipelines/0/targets/0");
    assertThat(target.at("/unknown")).isEmpty();
    assertThat(target.at("/columns")).hasSize(1);
    assertThat(target.at("/columns/0/name").asText()).isEqualTo("country");
    assertThat(target.at("/columns/0/before").asText()).isEqualTo("VARCHAR");
    assertThat(target.at("/ddl").asText())
        .startsWith("CREATE TABLE IF NOT EXISTS \"sales\".\"connect_star\" (\"order_id\" BIGINT,")
        .contains("DISTKEY(\"customer_id\")");
    assertThat(codes(json)).containsExactly("ColumnNoLongerFilled", "TableMade");
  }

  @Test
  void aTableThatLacksAColumnIsToBeAlteredUntilItHasIt() throws Exception {
    var states =
        states("connect_column", text -> text.replace("AS order_date", "AS order_date, 1 AS one"));
    assertThat(Penstock.run("run", "-f", states[0].resolve("prod"), "--memory", "1Gi").code())
        .isZero();
    var json = plan(0, states);
    assertThat(codes(json)).containsExactly("TableAltered");
    assertThat(json.at("/environments/0/pipelines/0/effects/0/message").asText())
        .isEqualTo(
            "The next run alters table sales.connect_column of target orders: ALTER TABLE"
                + " \"sales\".\"connect_column\" ADD COLUMN \"one\" INTEGER");
    try (var session = world.session();
        var statement = session.createStatement()) {
      statement.execute("ALTER TABLE \"sales\".\"connect_column\" ADD COLUMN \"one\" INTEGER");
    }
    assertThat(codes(plan(0, states))).isEmpty();
  }

  @Test
  void aColumnThatTheSourceDoesNotHaveRefusesTheRun() throws Exception {
    var states = states("connect_refused", text -> text.replace("c.segment", "c.segmant"));
    var json = plan(65, states);
    assertThat(codes(json)).contains("RunRefused");
    assertThat(json.at("/exit/why").asText()).contains("segmant");
  }

  @Test
  void withoutASecretThatIsToldAndTheRestIsSaidByTheManifests() throws Exception {
    var states = states("connect_secret", text -> text.replace(", c.country", ""));
    for (var state : states) {
      TwoStates.edit(
          state.resolve("prod/connections.yaml"),
          text ->
              text.replace(
                  "metadata: {name: shop-db}\nstringData", "metadata: {name: other}\nstringData"));
    }
    var json = plan(0, states);
    assertThat(codes(json)).containsExactly("ColumnNoLongerFilled", "NotAsked");
    assertThat(json.toString()).doesNotContain(World.PASSWORD);
  }
}
