package dev.penstock.runner.target.s3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.api.model.Connection.Checksums;
import dev.penstock.api.model.Connection.Encryption;
import dev.penstock.sandbox.s3.ObjectStore;
import dev.penstock.sandbox.s3.faults.FaultyWay;
import dev.penstock.sandbox.s3.faults.Seen;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a connection's options make of the requests that arrive at its store. */
class StoreOptionsIT {
  private static final int PIECE = 8 << 20;
  private static final String ALGORITHM = "x-amz-server-side-encryption";
  private static final String KEY = "x-amz-server-side-encryption-aws-kms-key-id";
  private static final String CRC = "x-amz-checksum-crc32c";
  private static final byte[] CONTENT = content();

  private static ObjectStore store;
  private static FaultyWay way;

  private final ConcurrentLinkedQueue<Seen> seen = new ConcurrentLinkedQueue<>();
  @TempDir private Path scratch;

  @BeforeAll
  static void start() {
    store =
        ObjectStore.start(
            new ObjectStore.Settings(
                new ObjectStore.Storage.Memory(), "penstock", "secret-key", List.of("acme-lake")));
    way = FaultyWay.to(store.endpoint());
  }

  @AfterAll
  static void end() {
    way.close();
    store.close();
  }

  @BeforeEach
  void watch() {
    way.watch(seen::add);
  }

  private static byte[] content() {
    var content = new byte[PIECE + 1000];
    new Random(12).nextBytes(content);
    return content;
  }

  private static String crc32c(byte[] content, int from, int to) {
    var sum = new CRC32C();
    sum.update(content, from, to - from);
    return Base64.getEncoder()
        .encodeToString(ByteBuffer.allocate(4).putInt((int) sum.getValue()).array());
  }

  /** Everything that a run does to a bucket. */
  private void useAll(Lakes lake, String prefix) throws Exception {
    try (var bucket = lake.open()) {
      bucket.putIfAbsent(prefix + "entry", new byte[] {1});
      bucket.put(prefix + "receipt", new byte[] {2});
      bucket.upload(
          Files.write(scratch.resolve("small"), Arrays.copyOf(CONTENT, 1000)), prefix + "small");
      bucket.upload(Files.write(scratch.resolve("large"), CONTENT), prefix + "large");
      bucket.copy(prefix + "small", prefix + "copy");
      assertThat(bucket.read(prefix + "large").orElseThrow()).isEqualTo(CONTENT);
      bucket.download(prefix + "copy", scratch.resolve("copy"));
      assertThat(bucket.size(prefix + "copy")).hasValue(1000);
      bucket.list(prefix, "", 10);
      bucket.delete(prefix + "copy");
    }
  }

  private static boolean piece(Seen request) {
    return request.query().contains("partNumber=");
  }

  /** Whether it begins an object; the pieces and the completion of an upload go on with one. */
  private static boolean begins(Seen request) {
    return request.method().equals("PUT") && !piece(request) || request.query().equals("uploads");
  }

  /** Each once: the client repeats a request whose connection broke. */
  private Set<String> begun() {
    return seen.stream()
        .filter(StoreOptionsIT::begins)
        .map(Seen::toString)
        .collect(Collectors.toSet());
  }

  @Test
  void everyObjectThatBeginsIsEncryptedWithTheKeyOfKmsAndNothingElseNamesIt() throws Exception {
    var key = "arn:aws:kms:us-east-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab";

    useAll(Lakes.at(way.endpoint()).encrypted(new Encryption.Kms(Optional.of(key))), "kms/");

    // An entry, a receipt, a small part, a large one and a copy.
    assertThat(begun()).hasSize(5);
    assertThat(seen.stream().filter(StoreOptionsIT::begins))
        .allMatch(request -> request.header(ALGORITHM).equals(Optional.of("aws:kms")))
        .allMatch(request -> request.header(KEY).equals(Optional.of(key)));
    // S3 refuses them elsewhere.
    assertThat(seen.stream().filter(request -> !begins(request)))
        .hasSizeGreaterThan(5)
        .allMatch(request -> request.header(ALGORITHM).isEmpty())
        .allMatch(request -> request.header(KEY).isEmpty());
  }

  @Test
  void theKeysOfTheStoreHaveNoName() throws Exception {
    useAll(Lakes.at(way.endpoint()).encrypted(new Encryption.StoreKey()), "store/");

    assertThat(begun()).hasSize(5);
    assertThat(seen.stream().filter(StoreOptionsIT::begins))
        .allMatch(request -> request.header(ALGORITHM).equals(Optional.of("AES256")));
    assertThat(seen).allMatch(request -> request.header(KEY).isEmpty());
  }

  @Test
  void withoutTheOptionTheBucketsOwnDefaultDecides() throws Exception {
    useAll(Lakes.at(way.endpoint()), "default/");

    assertThat(seen).allMatch(request -> request.header(ALGORITHM).isEmpty());
  }

  @Test
  void whenRequiredNoRequestHasWhatAnOldStoreDoesNotKnow() throws Exception {
    useAll(Lakes.at(way.endpoint()).checked(Checksums.WHEN_REQUIRED), "required/");

    assertThat(seen)
        .hasSizeGreaterThan(10)
        .allSatisfy(request ->
            assertThat(request.headers().keySet())
                .as(request.toString())
                .noneMatch(name -> name.toLowerCase().contains("checksum"))
                .doesNotContain("x-amz-trailer", "x-amz-mp-object-size"));
    // Over plain HTTP the signature covers the content, so it is not digested once more.
    assertThat(seen).allMatch(request -> request.header("Content-MD5").isEmpty());
    assertThat(seen.stream().filter(request -> request.method().equals("PUT")))
        .filteredOn(request -> !request.key().endsWith("/copy"))
        .hasSizeGreaterThan(4)
        .noneMatch(request ->
            request.header("x-amz-content-sha256").orElse("UNSIGNED").startsWith("UNSIGNED"));
  }

  @Test
  void whenSupportedThePiecesAndTheWholeAreToldAndAskedFor() throws Exception {
    useAll(Lakes.at(way.endpoint()).checked(Checksums.WHEN_SUPPORTED), "supported/");

    assertThat(checksum("PUT", "small", "")).isEqualTo(crc32c(CONTENT, 0, 1000));
    assertThat(checksum("PUT", "entry", "")).isEqualTo(crc32c(new byte[] {1}, 0, 1));
    assertThat(checksum("PUT", "large", "partNumber=1")).isEqualTo(crc32c(CONTENT, 0, PIECE));
    assertThat(checksum("PUT", "large", "partNumber=2"))
        .isEqualTo(crc32c(CONTENT, PIECE, CONTENT.length));
    assertThat(checksum("POST", "large", "uploadId="))
        .isEqualTo(crc32c(CONTENT, 0, CONTENT.length));
    assertThat(one("POST", "large", "uploadId=").header("x-amz-mp-object-size"))
        .contains("" + CONTENT.length);
    assertThat(one("POST", "large", "uploads").header("x-amz-checksum-algorithm"))
        .contains("CRC32C");
    assertThat(one("POST", "large", "uploads").header("x-amz-checksum-type"))
        .contains("FULL_OBJECT");
    assertThat(one("GET", "large", "").header("x-amz-checksum-mode")).contains("ENABLED");
    assertThat(seen).allMatch(request -> request.header("x-amz-trailer").isEmpty());
  }

  @Test
  void pathStylePutsTheBucketIntoThePathThoughTheHostHasAName() throws Exception {
    var named = URI.create("http://localhost:" + way.endpoint().getPort());

    useAll(Lakes.at(named), "path/");

    assertThat(seen)
        .allMatch(request ->
            request.header("Host").equals(Optional.of(named.getAuthority()))
                && request.key().startsWith("acme-lake"));
  }

  private String checksum(String method, String key, String query) {
    return one(method, key, query).header(CRC).orElse("none");
  }

  private Seen one(String method, String key, String query) {
    return seen.stream()
        .filter(request ->
            request.method().equals(method)
                && request.key().endsWith("/" + key)
                && request.query().contains(query))
        .findFirst()
        .orElseThrow();
  }
}
