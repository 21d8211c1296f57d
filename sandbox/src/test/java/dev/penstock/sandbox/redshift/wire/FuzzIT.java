package dev.penstock.sandbox.redshift.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.sandbox.redshift.StandIn;
import dev.penstock.sandbox.redshift.WithStandIn;
import dev.penstock.sandbox.redshift.fidelity.Behaviour;
import dev.penstock.sandbox.redshift.fidelity.Reproduces;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What no driver sends: the front answers or hangs up, and serves the next session. The seed of a
 * case that fails is printed; {@code -Dpenstock.fuzz.seed} begins elsewhere.
 */
@ExtendWith(WithStandIn.class)
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FuzzIT {
  private static final int CASES = 40;
  private static final long SEED = Long.getLong("penstock.fuzz.seed", 20260301);

  private interface Case {
    /** What the server answers, until it hangs up. */
    List<Message> play(WireClient client, Random random) throws Exception;
  }

  private static void fuzz(StandIn redshift, Case each) throws Exception {
    for (long seed = SEED; seed < SEED + CASES; seed++) {
      try (WireClient client = new WireClient(redshift)) {
        List<Message> answers = each.play(client, new Random(seed));
        assertThat(answers)
            .filteredOn(answer -> answer.type() == 'E')
            .noneMatch(error -> Notice.read(error).message().contains("The stand-in failed"));
      } catch (Exception | AssertionError e) {
        throw new AssertionError("Seed %d".formatted(seed), e);
      }
    }
    try (Connection connection = redshift.connect()) {
      assertThat(StandIn.one(connection, "SELECT 1")).isEqualTo("1");
    }
  }

  private static byte[] random(Random random) {
    byte[] bytes = new byte[1 + random.nextInt(3000)];
    random.nextBytes(bytes);
    return bytes;
  }

  @Test
  void randomBytesBeforeTls(StandIn redshift) throws Exception {
    fuzz(
        redshift,
        (client, random) -> {
          client.bytes(random(random));
          return client.untilHangUp();
        });
  }

  @Test
  void aMangledStartup(StandIn redshift) throws Exception {
    fuzz(
        redshift,
        (client, random) -> {
          client.tls();
          byte[] rest = random(random);
          // A length that may be true, too long or too short, and a version that is often right.
          int length = random.nextBoolean() ? rest.length + 8 : random.nextInt(20_000) - 10;
          int version = random.nextInt(3) == 0 ? random.nextInt() : 3 << 16;
          client.bytes(ByteBuffer.allocate(8).putInt(length).putInt(version).array());
          client.bytes(rest);
          return client.untilHangUp();
        });
  }

  @Test
  void randomBytesAfterAuthentication(StandIn redshift) throws Exception {
    fuzz(
        redshift,
        (client, random) -> {
          client.session().bytes(random(random));
          return client.untilHangUp();
        });
  }

  @Test
  void messagesWithRandomBodies(StandIn redshift) throws Exception {
    fuzz(
        redshift,
        (client, random) -> {
          client.session();
          for (int i = 0; i < 5; i++) {
            byte[] body = new byte[random.nextInt(40)];
            random.nextBytes(body);
            char type = "PBDECHSQdcfpF".charAt(random.nextInt(13));
            client.send(new Message(type, body));
          }
          client.send(Message.SYNC);
          return client.untilHangUp();
        });
  }

  @Test
  void truncatedAndOversizedMessages(StandIn redshift) throws Exception {
    fuzz(
        redshift,
        (client, random) -> {
          client.session();
          int length =
              switch (random.nextInt(4)) {
                case 0 -> random.nextInt(4);
                case 1 -> 5 + random.nextInt(100);
                case 2 -> 1 + random.nextInt(Message.LONGEST);
                default -> random.nextInt() | Integer.MIN_VALUE | (random.nextInt() >>> 1);
              };
          client.bytes(
              ByteBuffer.allocate(5)
                  .put((byte) "PBDEQ".charAt(random.nextInt(5)))
                  .putInt(length)
                  .array());
          client.bytes(new byte[random.nextInt(5)]);
          return client.untilHangUp();
        });
  }

  @Test
  void validMessagesInRandomOrder(StandIn redshift) throws Exception {
    fuzz(
        redshift,
        (client, random) -> {
          client.session();
          for (int i = 0; i < 40; i++) {
            client.send(valid(random));
          }
          client.send(Message.SYNC);
          List<Message> answers = client.untilHangUp();
          assertThat(answers).last().extracting(Message::type).isEqualTo('Z');
          return answers;
        });
  }

  private static Message valid(Random random) {
    String name = List.of("", "a", "b", "_penstock").get(random.nextInt(4));
    String sql =
        List.of(
                "",
                "SELECT 1",
                "BEGIN",
                "COMMIT",
                "ROLLBACK",
                "CREATE TABLE sales.t (id INT)",
                "INSERT INTO sales.t VALUES (1)",
                "TRUNCATE sales.t",
                "SELECT $1::int",
                "COPY sales.t FROM 's3://acme-lake/none' IAM_ROLE '%s' FORMAT AS PARQUET MANIFEST"
                    .formatted(StandIn.ROLE),
                "SELECT 1; SELECT 2",
                "no such statement")
            .get(random.nextInt(12));
    return switch (random.nextInt(12)) {
      case 0, 1, 2 -> Message.parse(name, sql, new byte[2]);
      case 3, 4 -> Message.bind(name, name);
      case 5 -> Message.describe(random.nextBoolean() ? 'S' : 'P', name);
      case 6, 7 -> Message.execute(name);
      case 8 -> Message.close(random.nextBoolean() ? 'S' : 'P', name);
      case 9 -> random.nextBoolean() ? Message.FLUSH : Message.SYNC;
      case 10 -> Message.of('Q').text(sql).build();
      default -> new Message("dcfpFz".charAt(random.nextInt(6)), new byte[random.nextInt(3)]);
    };
  }

  @Reproduces(Behaviour.STARTUP)
  @Test
  void parametersThatNobodyKnowsAreIgnored(StandIn redshift) throws Exception {
    try (WireClient client = new WireClient(redshift)) {
      client
          .tls()
          .startup(
              Map.of(
                  "driver_version",
                  "9",
                  "_pq_.compression",
                  "zstd",
                  "work_mem",
                  "-1",
                  "ü",
                  "",
                  "session_authorization",
                  "postgres"));

      assertThat(client.authenticate()).last().extracting(Message::type).isEqualTo('Z');
    }
  }
}
