package dev.penstock.sandbox.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.sandbox.Passwords;
import dev.penstock.sandbox.faults.Armed;
import dev.penstock.sandbox.faults.Firing;
import dev.penstock.sandbox.s3.faults.FaultyWay;
import dev.penstock.sandbox.s3.faults.Requests;
import dev.penstock.sandbox.s3.faults.Seen;
import dev.penstock.sandbox.s3.faults.StoreFault;
import dev.penstock.sandbox.s3.faults.StoreFaults;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** What each fault on the way does to the SDK's client, which tries again or doesn't. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FaultyWayIT {
  private static final String BUCKET = "lake";
  private static final String SECRET = Passwords.random();
  private static final byte[] CONTENT = content(300_000);

  private static ObjectStore store;
  private static S3Client direct;

  /**
   * One per test: the JVM keeps connections by their port, so one that a fault has closed would
   * meet the next test's client.
   */
  private final FaultyWay way = FaultyWay.to(store.endpoint());

  private final S3Client once = client(1);
  private final S3Client again = client(4);

  @BeforeAll
  static void start() {
    store =
        ObjectStore.start(
            new ObjectStore.Settings(
                new ObjectStore.Storage.Memory(), "test", SECRET, List.of(BUCKET)));
    direct = store.client();
  }

  @AfterAll
  static void end() {
    direct.close();
    store.close();
  }

  @AfterEach
  void closeTheWay() {
    once.close();
    again.close();
    way.close();
  }

  private S3Client client(int attempts) {
    return S3Client.builder()
        .endpointOverride(way.endpoint())
        .forcePathStyle(true)
        .region(Region.of(ObjectStore.REGION))
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create("test", SECRET)))
        .overrideConfiguration(o ->
            o.retryStrategy(
                DefaultRetryStrategy.standardStrategyBuilder().maxAttempts(attempts).build()))
        .httpClientBuilder(UrlConnectionHttpClient.builder().socketTimeout(Duration.ofSeconds(60)))
        .build();
  }

  private static byte[] content(int bytes) {
    byte[] content = new byte[bytes];
    new Random(1).nextBytes(content);
    return content;
  }

  private StoreFaults.When when(String method) {
    return way.faults().when(Requests.of(method, BUCKET + "/a .*"));
  }

  private static void put(S3Client client, String key) {
    client.putObject(b -> b.bucket(BUCKET).key(key), RequestBody.fromBytes(CONTENT));
  }

  private static byte[] read(S3Client client, String key) {
    return client.getObjectAsBytes(b -> b.bucket(BUCKET).key(key)).asByteArray();
  }

  private static boolean stored(String key) {
    return direct.listObjectsV2(b -> b.bucket(BUCKET).prefix(key)).keyCount() > 0;
  }

  @Test
  void withoutAFaultEverythingArrivesAsItIs() {
    for (int i = 0; i < 3; i++) {
      put(once, "a pass/+ü " + i);
      assertThat(read(once, "a pass/+ü " + i)).isEqualTo(CONTENT);
    }
    once.headObject(b -> b.bucket(BUCKET).key("a pass/+ü 0"));
    assertThat(once.listObjectsV2(b -> b.bucket(BUCKET).prefix("a pass/")).keyCount()).isEqualTo(3);
    once.deleteObject(b -> b.bucket(BUCKET).key("a pass/+ü 0"));
    assertThat(stored("a pass/+ü 0")).isFalse();
    assertThatThrownBy(() -> read(once, "a pass/+ü 0"))
        .isInstanceOfSatisfying(S3Exception.class, e -> assertThat(e.statusCode()).isEqualTo(404));
  }

  @Test
  void whatComesByIsToldWithItsQueryAndItsHeaders() {
    var seen = new ConcurrentLinkedQueue<Seen>();
    way.watch(seen::add);

    once.listObjectsV2(b -> b.bucket(BUCKET).prefix("a told/"));

    way.watch(request -> {});
    assertThat(seen)
        .singleElement()
        .satisfies(request -> {
          assertThat(request.method()).isEqualTo("GET");
          assertThat(request.key()).isEqualTo(BUCKET);
          assertThat(request.query()).contains("prefix=a%20told%2F");
          assertThat(request.header("AUTHORIZATION").orElseThrow()).startsWith("AWS4-HMAC-SHA256");
        });
  }

  @Test
  void aFaultMayBeForWhatAsksOneThingOnly() {
    var armed = way.faults().when(Requests.of("GET", BUCKET).asking("prefix=b(&|$)")).deny();

    once.listObjectsV2(b -> b.bucket(BUCKET).prefix("a"));
    assertThat(armed.fired()).isFalse();
    assertThatThrownBy(() -> once.listObjectsV2(b -> b.bucket(BUCKET).prefix("b")))
        .isInstanceOf(S3Exception.class);
  }

  @Test
  void slowDownIsToldAndTriedAgain() {
    Armed<StoreFault> armed = when("PUT").times(3).slowDown();

    assertThatThrownBy(() -> put(once, "a slow"))
        .isInstanceOfSatisfying(
            S3Exception.class,
            e -> {
              assertThat(e.statusCode()).isEqualTo(503);
              assertThat(e.awsErrorDetails().errorCode()).isEqualTo("SlowDown");
            });
    assertThat(stored("a slow")).isFalse();
    put(again, "a slow");

    assertThat(read(direct, "a slow")).isEqualTo(CONTENT);
    assertThat(armed.firings()).hasSize(3).contains(new Firing("PUT lake/a slow", "request"));
    assertThat(armed.waits()).isFalse();
  }

  @Test
  void accessDeniedIsToldAndNotTriedAgain() {
    put(direct, "a secret");
    Armed<StoreFault> armed = when("GET").deny();

    assertThatThrownBy(() -> read(again, "a secret"))
        .isInstanceOfSatisfying(
            S3Exception.class,
            e -> {
              assertThat(e.statusCode()).isEqualTo(403);
              assertThat(e.awsErrorDetails().errorCode()).isEqualTo("AccessDenied");
            });
    assertThat(armed.firings()).hasSize(1);
    assertThat(read(again, "a secret")).isEqualTo(CONTENT);
  }

  @Test
  void aTruncatedBodyIsNoticedAndReadAgain() {
    put(direct, "a cut");
    Armed<StoreFault> armed = when("GET").times(2).truncate(1000);

    assertThatThrownBy(() -> read(once, "a cut")).isInstanceOf(SdkException.class);
    assertThat(read(again, "a cut")).isEqualTo(CONTENT);
    assertThat(armed.firings()).hasSize(2);
  }

  @Test
  void aPutWhoseReplyIsLostHasHappened() {
    Armed<StoreFault> armed = when("PUT").loseReply();

    assertThatThrownBy(() -> put(once, "a lost")).isInstanceOf(SdkClientException.class);
    assertThat(armed.fired()).isTrue();
    assertThat(read(direct, "a lost")).isEqualTo(CONTENT);
  }

  @Test
  void aResetRequestHasNotHappenedAndIsTriedAgain() {
    Armed<StoreFault> armed = when("PUT").times(2).reset();

    assertThatThrownBy(() -> put(once, "a reset")).isInstanceOf(SdkClientException.class);
    assertThat(stored("a reset")).isFalse();
    put(again, "a reset");

    assertThat(armed.firings()).hasSize(2);
    assertThat(read(direct, "a reset")).isEqualTo(CONTENT);
  }

  @Test
  void aDelayedRequestHappensOnceTheFaultIsDisarmed() throws Exception {
    Armed<StoreFault> armed = when("PUT").delay(Duration.ofMinutes(1));
    CompletableFuture<Void> put = CompletableFuture.runAsync(() -> put(once, "a delay"));
    Awaitility.await().until(armed::fired);
    assertThat(stored("a delay")).isFalse();
    armed.disarm();

    put.get(60, TimeUnit.SECONDS);
    assertThat(stored("a delay")).isTrue();
  }

  @Test
  void aSlowBodyDripsUntilTheFaultIsDisarmed() throws Exception {
    put(direct, "a drip");
    // A day, were it not disarmed.
    Armed<StoreFault> armed = when("GET").slow(4);
    CompletableFuture<byte[]> read = CompletableFuture.supplyAsync(() -> read(once, "a drip"));
    Awaitility.await().until(armed::fired);
    assertThat(read).isNotDone();
    armed.disarm();

    assertThat(read.get(60, TimeUnit.SECONDS)).isEqualTo(CONTENT);
  }

  @Test
  void aConnectionThatClosesBehindAReplyIsNotMissed() {
    Armed<StoreFault> armed = when("PUT").times(3).hangUp();
    for (int i = 0; i < 4; i++) {
      put(again, "a hang-up " + i);
    }
    assertThat(armed.firings()).hasSize(3);
    assertThat(stored("a hang-up 3")).isTrue();
  }
}
