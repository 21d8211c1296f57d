package dev.penstock.runner.target.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.runner.commit.Bucket;
import dev.penstock.runner.spi.ConfigurationException;
import dev.penstock.runner.spi.Reason;
import dev.penstock.sandbox.redshift.wire.ServerIdentity;
import dev.penstock.sandbox.s3.ObjectStore;
import dev.penstock.sandbox.s3.faults.FaultyWay;
import dev.penstock.sandbox.s3.faults.Seen;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A store whose certificate no public authority has signed. */
class StoreTlsIT {
  private static final ServerIdentity IDENTITY = ServerIdentity.create();

  private static ObjectStore store;
  private static FaultyWay way;

  @TempDir private Path directory;

  @BeforeAll
  static void start() {
    store =
        ObjectStore.start(
            new ObjectStore.Settings(
                new ObjectStore.Storage.Memory(), "penstock", "secret-key", List.of("acme-lake")));
    way = FaultyWay.overTls(store.endpoint(), IDENTITY.context());
  }

  @AfterAll
  static void end() {
    way.close();
    store.close();
  }

  private S3Bucket trusting(URI endpoint, String pem) throws Exception {
    return S3Bucket.open(
        Lakes.at(endpoint).connection(), Optional.of(Lakes.KEYS), Optional.of(authority(pem)));
  }

  private Path authority(String pem) throws Exception {
    return Files.writeString(directory.resolve("ca.crt"), pem);
  }

  @Test
  void isBelievedThroughTheAuthorityOfTheSecret() throws Exception {
    var seen = new ConcurrentLinkedQueue<Seen>();
    way.watch(seen::add);
    var part = Files.writeString(directory.resolve("part"), "PAR1");
    try (var bucket = trusting(way.endpoint(), IDENTITY.certificatePem())) {
      assertThat(bucket.putIfAbsent("entry", new byte[] {1})).isEqualTo(Bucket.Put.STORED);
      bucket.upload(part, "part");
      assertThat(bucket.read("part").orElseThrow()).asString().isEqualTo("PAR1");
    }
    // What TLS protects on the way only is told by a digest that every store knows.
    var digest = MessageDigest.getInstance("MD5").digest("PAR1".getBytes());
    assertThat(seen.stream().filter(request -> request.toString().equals("PUT acme-lake/part")))
        .singleElement()
        .satisfies(put ->
            assertThat(put.header("Content-MD5"))
                .contains(Base64.getEncoder().encodeToString(digest)));
  }

  @Test
  void isRefusedWithoutItByEveryRequest() {
    try (var bucket = Lakes.at(way.endpoint()).open()) {
      assertThatThrownBy(() -> bucket.read("part"))
          .isInstanceOfSatisfying(
              ConfigurationException.class,
              e -> {
                assertThat(e.reason()).isEqualTo(Reason.CERTIFICATE_REFUSED);
                assertThat(e.nextStep())
                    .isEqualTo(
                        "Put the issuer's certificate as ca.crt into Secret lake-keys, or correct"
                            + " spec.s3.endpoint");
              })
          .hasMessage(
              "Bucket acme-lake of connection lake: can't read part, the store's certificate can"
                  + " not be verified");
      assertThatThrownBy(() -> bucket.putIfAbsent("entry", new byte[] {1}))
          .isInstanceOf(ConfigurationException.class);
    }
  }

  @Test
  void isRefusedWithTheAuthorityOfSomebodyElse() throws Exception {
    try (var bucket = trusting(way.endpoint(), ServerIdentity.create().certificatePem())) {
      assertThatThrownBy(() -> bucket.size("part"))
          .isInstanceOfSatisfying(
              ConfigurationException.class,
              e -> assertThat(e.reason()).isEqualTo(Reason.CERTIFICATE_REFUSED));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "c29tZXRoaW5n",
        "-----BEGIN CERTIFICATE-----\nbm9uZQ==\n-----END CERTIFICATE-----\n"
      })
  void anAuthorityThatIsNoneIsTheAuthorsToCorrect(String pem) {
    assertThatThrownBy(() -> trusting(way.endpoint(), pem))
        .isInstanceOfSatisfying(
            ConfigurationException.class,
            e -> assertThat(e.reason()).isEqualTo(Reason.CERTIFICATE_REFUSED))
        .hasMessage("Key ca.crt in the Secret of connection lake holds no certificate");
  }

  @Test
  void theAuthoritiesOfTheJvmAreBelievedBesideIt() throws Exception {
    var two = IDENTITY.certificatePem() + ServerIdentity.create().certificatePem();
    var jvm = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    jvm.init((KeyStore) null);
    var known = issuers(jvm.getTrustManagers());

    assertThat(known).isNotEmpty();
    assertThat(issuers(Authorities.with(authority(two), "lake")))
        .containsAll(known)
        .hasSize(known.size() + 2);
  }

  private static Set<Object> issuers(TrustManager[] managers) {
    return Stream.of(managers)
        .flatMap(manager -> Arrays.stream(((X509TrustManager) manager).getAcceptedIssuers()))
        .collect(Collectors.toSet());
  }
}
