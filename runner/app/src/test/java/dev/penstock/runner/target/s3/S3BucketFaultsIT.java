package dev.penstock.runner.target.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.runner.commit.Bucket;
import dev.penstock.runner.spi.TransientException;
import dev.penstock.sandbox.faults.Armed;
import dev.penstock.sandbox.s3.ObjectStore;
import dev.penstock.sandbox.s3.faults.FaultyWay;
import dev.penstock.sandbox.s3.faults.Requests;
import dev.penstock.sandbox.s3.faults.StoreFault;
import dev.penstock.sandbox.s3.faults.StoreFaults;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the bucket makes of a way to the store on which things go wrong. */
class S3BucketFaultsIT {
  /** One below the number of tries. */
  private static final int BORNE = 6;

  private static ObjectStore store;
  private static FaultyWay way;
  private static S3Bucket bucket;

  @TempDir private Path scratch;

  @BeforeAll
  static void start() {
    store =
        ObjectStore.start(
            new ObjectStore.Settings(
                new ObjectStore.Storage.Memory(), "penstock", "secret-key", List.of("acme-lake")));
    way = FaultyWay.to(store.endpoint());
    bucket = Lakes.at(way.endpoint()).open();
  }

  @AfterAll
  static void end() {
    bucket.close();
    way.close();
    store.close();
  }

  @AfterEach
  void disarm() {
    way.faults().disarm();
  }

  private static StoreFaults.When when(String method, int times) {
    return way.faults().when(Requests.of(method, "acme-lake/part.*")).times(times);
  }

  private static Armed<StoreFault> arm(String fault, String method, int times) {
    var when = when(method, times);
    return switch (fault) {
      case "reset" -> when.reset();
      case "lost reply" -> when.loseReply();
      case "slow down" -> when.slowDown();
      default -> throw new IllegalArgumentException(fault);
    };
  }

  @ParameterizedTest
  @ValueSource(strings = {"reset", "lost reply", "slow down"})
  void anUploadIsRepeatedUntilTheStoreTakesIt(String fault) throws Exception {
    var file = Files.write(scratch.resolve("part"), new byte[300_000]);
    var armed = arm(fault, "PUT", BORNE);

    bucket.upload(file, "part " + fault);

    assertThat(armed.firings()).hasSize(BORNE);
    assertThat(bucket.size("part " + fault)).isEqualTo(OptionalLong.of(300_000));
  }

  @Test
  void thePiecesOfALargeFileAreRepeatedToo() throws Exception {
    var file = Files.write(scratch.resolve("part"), new byte[9 << 20]);
    var armed = arm("reset", "PUT", BORNE);

    bucket.upload(file, "part-large");

    assertThat(armed.firings()).hasSize(BORNE);
    assertThat(bucket.size("part-large")).isEqualTo(OptionalLong.of(9 << 20));
  }

  @Test
  void anUploadThatMeetsOnlyResetsIsGivenUpAfterABound() throws Exception {
    var file = Files.write(scratch.resolve("part"), new byte[300_000]);
    var armed = arm("reset", "PUT", 100);

    assertThatThrownBy(() -> bucket.upload(file, "part-never"))
        .isInstanceOfSatisfying(
            TransientException.class, e -> assertThat(e.reason()).hasToString("StoreUnavailable"))
        .hasMessage("Bucket acme-lake of connection lake: can't put part-never, no reply");
    assertThat(armed.firings()).hasSize(BORNE + 1);
  }

  @Test
  void aRefusalWithoutABodyIsTransientIfItsStatusIs() {
    when("GET", BORNE + 1).badGateway();

    assertThatThrownBy(() -> bucket.read("part-refused"))
        .isInstanceOfSatisfying(
            TransientException.class, e -> assertThat(e.reason()).hasToString("StoreUnavailable"))
        .hasMessage("Bucket acme-lake of connection lake: can't read part-refused (502)");
  }

  @Test
  void aConditionalPutWhoseReplyIsLostFindsItsOwnObject() {
    var armed = arm("lost reply", "PUT", 1);

    assertThat(bucket.putIfAbsent("part-entry", new byte[] {'a'})).isEqualTo(Bucket.Put.TAKEN);

    assertThat(armed.fired()).isTrue();
    assertThat(bucket.read("part-entry")).contains("a".getBytes(StandardCharsets.UTF_8));
  }
}
