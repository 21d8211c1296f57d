package dev.penstock.runner.target.s3;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.runner.spi.ConfigurationException;
import dev.penstock.runner.spi.TransientException;
import dev.penstock.sandbox.redshift.wire.ServerIdentity;
import dev.penstock.sandbox.s3.ObjectStore;
import dev.penstock.sandbox.s3.faults.FaultyWay;
import dev.penstock.sandbox.s3.faults.Requests;
import dev.penstock.sandbox.s3.faults.Seen;
import dev.penstock.sandbox.s3.faults.StoreFaults;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.s3.S3Client;

/** A file on its way: whole or in pieces, and what is left of it where the way is bad. */
@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class UploadIT {
  private static final int MIB = 1 << 20;

  private static ObjectStore store;
  private static S3Client direct;
  private static FaultyWay way;
  private static S3Bucket bucket;

  private final ConcurrentLinkedQueue<Seen> seen = new ConcurrentLinkedQueue<>();
  @TempDir private Path scratch;

  @BeforeAll
  static void start() {
    store =
        ObjectStore.start(
            new ObjectStore.Settings(
                new ObjectStore.Storage.Memory(), "penstock", "secret-key", List.of("acme-lake")));
    direct = store.client();
    way = FaultyWay.to(store.endpoint());
    bucket = Lakes.at(way.endpoint()).open();
  }

  @AfterAll
  static void end() {
    bucket.close();
    way.close();
    direct.close();
    store.close();
  }

  @BeforeEach
  void watch() {
    way.watch(seen::add);
  }

  @AfterEach
  void leavesNoUploadBehind() {
    way.faults().disarm();
    assertThat(unfinished()).isEmpty();
  }

  private static List<String> unfinished() {
    return direct.listMultipartUploads(list -> list.bucket("acme-lake")).uploads().stream()
        .map(upload -> upload.key())
        .toList();
  }

  private Path file(byte[] content) throws Exception {
    return Files.write(scratch.resolve("part.parquet"), content);
  }

  private static byte[] content(int bytes) {
    var content = new byte[bytes];
    new Random(11).nextBytes(content);
    return content;
  }

  private static StoreFaults.When piece(String key, int number) {
    return way.faults()
        .when(
            Requests.of("PUT", "acme-lake/" + key).asking("partNumber=%d(&|$)".formatted(number)));
  }

  private static StoreFaults.When completion(String key) {
    return way.faults().when(Requests.of("POST", "acme-lake/" + key).asking("^uploadId="));
  }

  /** How often each piece was sent, by its number. */
  private Map<String, Long> sent(String method) {
    return seen.stream()
        .filter(request -> request.method().equals(method))
        .collect(
            groupingBy(
                request -> request.query().replaceAll("(.*&)?partNumber=([0-9]+).*", "$2"),
                counting()));
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "1, 0", "8388608, 0", "8388609, 2", "16777216, 2", "20971520, 3"})
  void aFileOfEachLengthArrivesAsItIsInAsFewPiecesAsNeedBe(int bytes, int pieces) throws Exception {
    var content = content(bytes);

    bucket.upload(file(content), "length-" + bytes);

    assertThat(bucket.read("length-" + bytes).orElseThrow()).isEqualTo(content);
    assertThat(seen.stream().filter(request -> request.query().contains("partNumber=")))
        .hasSize(pieces);
  }

  @Test
  void aPieceThatFailsTwiceIsSentAgainAlone() throws Exception {
    var content = content(20 * MIB);
    var armed = piece("again", 2).times(2).reset();

    bucket.upload(file(content), "again");

    assertThat(armed.firings()).hasSize(2);
    assertThat(sent("PUT")).isEqualTo(Map.of("1", 1L, "2", 3L, "3", 1L));
    assertThat(bucket.read("again").orElseThrow()).isEqualTo(content);
  }

  @Test
  void aPieceThatArrivesDamagedIsRefusedByItsDigestAndSentAgainAlone() throws Exception {
    var identity = ServerIdentity.create();
    var authority = Files.writeString(scratch.resolve("ca.crt"), identity.certificatePem());
    var content = content(20 * MIB);
    try (var secure = FaultyWay.overTls(store.endpoint(), identity.context());
        var over =
            S3Bucket.open(
                Lakes.at(secure.endpoint()).connection(),
                Optional.of(Lakes.KEYS),
                Optional.of(authority))) {
      secure.watch(seen::add);
      secure
          .faults()
          .when(Requests.of("PUT", "acme-lake/damaged").asking("partNumber=2(&|$)"))
          .times(2)
          .damage();

      over.upload(file(content), "damaged");

      assertThat(sent("PUT")).isEqualTo(Map.of("1", 1L, "2", 3L, "3", 1L));
      assertThat(over.read("damaged").orElseThrow()).isEqualTo(content);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void aPieceThatIsRefusedEndsTheUploadWhichIsAborted(int number) throws Exception {
    var armed = piece("refused", number).deny();

    assertThatThrownBy(() -> bucket.upload(file(content(20 * MIB)), "refused"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageStartingWith("Bucket acme-lake of connection lake: can't put refused (403");

    assertThat(armed.fired()).isTrue();
    assertThat(sent("DELETE")).hasSize(1);
    assertThat(unfinished()).isEmpty();
    assertThat(bucket.size("refused")).isEmpty();
  }

  @Test
  void aCompletionThatIsRefusedEndsTheUploadWhichIsAborted() throws Exception {
    completion("incomplete").deny();

    assertThatThrownBy(() -> bucket.upload(file(content(9 * MIB)), "incomplete"))
        .isInstanceOf(ConfigurationException.class);

    assertThat(unfinished()).isEmpty();
    assertThat(bucket.size("incomplete")).isEmpty();
  }

  @Test
  void aCompletionWhoseReplyIsLostHasHappened() throws Exception {
    var armed = completion("complete").loseReply();

    bucket.upload(file(content(9 * MIB)), "complete");

    assertThat(armed.fired()).isTrue();
    assertThat(bucket.size("complete")).isEqualTo(OptionalLong.of(9 * MIB));
  }

  @Test
  void aCompletionOfAnUploadThatSomebodyElseAbortedIsAFailure() throws Exception {
    var held = completion("aborted").delay(Duration.ofMinutes(2));
    var file = file(content(9 * MIB));
    var uploading = CompletableFuture.runAsync(() -> upload(file, "aborted"));
    Awaitility.await().atMost(60, TimeUnit.SECONDS).until(held::fired);
    direct
        .listMultipartUploads(list -> list.bucket("acme-lake"))
        .uploads()
        .forEach(upload ->
            direct.abortMultipartUpload(
                abort -> abort.bucket("acme-lake").key(upload.key()).uploadId(upload.uploadId())));

    way.faults().disarm();

    assertThatThrownBy(uploading::join)
        .hasCauseInstanceOf(TransientException.class)
        .hasMessageContaining("can't put aborted (404, NoSuchUpload)");
  }

  @Test
  void anUploadThatIsCancelledIsAbortedBeforeItReturns() throws Exception {
    var held = piece("cancelled", 2).delay(Duration.ofMinutes(2));
    var file = file(content(40 * MIB));
    var ended = new CompletableFuture<Throwable>();
    var thread =
        Thread.ofVirtual()
            .start(() -> {
              try {
                bucket.upload(file, "cancelled");
                ended.complete(new AssertionError("It was uploaded"));
              } catch (InterruptedException | RuntimeException e) {
                ended.complete(e);
              }
            });
    Awaitility.await().atMost(60, TimeUnit.SECONDS).until(held::fired);

    thread.interrupt();

    assertThat(ended.get(60, TimeUnit.SECONDS)).isInstanceOf(InterruptedException.class);
    assertThat(sent("DELETE")).hasSize(1);
    assertThat(unfinished()).isEmpty();
    assertThat(bucket.size("cancelled")).isEmpty();
  }

  @Test
  void anUploadThatIsCancelledWhileItCompletesIsAbortedAndStaysInterrupted() throws Exception {
    var held = completion("late").delay(Duration.ofMinutes(2));
    var file = file(content(9 * MIB));
    var interrupted = new CompletableFuture<Boolean>();
    var thread =
        Thread.ofVirtual()
            .start(() -> {
              try {
                bucket.upload(file, "late");
                interrupted.completeExceptionally(new AssertionError("It was uploaded"));
              } catch (InterruptedException e) {
                interrupted.complete(true);
              } catch (TransientException e) {
                interrupted.complete(
                    e.reason().toString().equals("Cancelled") && Thread.interrupted());
              }
            });
    Awaitility.await().atMost(60, TimeUnit.SECONDS).until(held::fired);

    thread.interrupt();

    assertThat(interrupted.get(60, TimeUnit.SECONDS)).isTrue();
    assertThat(sent("DELETE")).hasSize(1);
    assertThat(unfinished()).isEmpty();
  }

  private static void upload(Path file, String key) {
    try {
      bucket.upload(file, key);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
