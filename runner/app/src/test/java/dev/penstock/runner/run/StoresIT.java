package dev.penstock.runner.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.api.model.Connection;
import dev.penstock.runner.identity.AwsStub;
import dev.penstock.runner.secret.Secrets;
import dev.penstock.runner.spi.ConfigurationException;
import dev.penstock.runner.spi.Reason;
import dev.penstock.sandbox.redshift.wire.ServerIdentity;
import dev.penstock.sandbox.s3.ObjectStore;
import dev.penstock.sandbox.s3.faults.FaultyWay;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the Secret of a bucket's connection may hold. */
class StoresIT {
  private static final String ID_OF_THE_POD = "aws.accessKeyId";
  private static final String KEY_OF_THE_POD = "aws.secretAccessKey";

  private final ServerIdentity identity = ServerIdentity.create();
  private ObjectStore store;
  private FaultyWay way;
  private Stores stores;
  @TempDir private Path secrets;

  @BeforeEach
  void start() {
    store =
        ObjectStore.start(
            new ObjectStore.Settings(
                new ObjectStore.Storage.Memory(), "penstock", "pa55", List.of("lake")));
    way = FaultyWay.overTls(store.endpoint(), identity.context());
    var lake =
        new Connection.S3(
            "lake",
            Optional.of("lake-keys"),
            new Connection.Limits(OptionalInt.empty(), 4),
            new Connection.Allow(true, true, Set.of(), true),
            "lake",
            "us-east-1",
            Optional.of(way.endpoint().toString()),
            true);
    stores =
        new Stores(new Connections(Map.of("lake", lake)), new Secrets(secrets), "penstock/test");
  }

  @AfterEach
  void end() {
    System.clearProperty(ID_OF_THE_POD);
    System.clearProperty(KEY_OF_THE_POD);
    stores.close();
    way.close();
    store.close();
  }

  private void secret(String key, String value) throws Exception {
    Files.writeString(Files.createDirectories(secrets.resolve("lake-keys")).resolve(key), value);
  }

  private void stores() {
    stores.bucket("lake").put("a", new byte[] {1});
    assertThat(stores.bucket("lake").read("a")).contains(new byte[] {1});
  }

  @Test
  void keysAndTheAuthorityOfTheStoreAreTakenFromIt() throws Exception {
    secret("accessKeyId", "penstock");
    secret("secretAccessKey", "pa55");
    secret("ca.crt", identity.certificatePem());

    stores();
  }

  @Test
  void theAuthorityAloneLeavesTheKeysToTheIdentityOfThePod() throws Exception {
    System.setProperty(ID_OF_THE_POD, "penstock");
    System.setProperty(KEY_OF_THE_POD, "pa55");
    secret("ca.crt", identity.certificatePem());

    stores();
  }

  @Test
  void halfAPairOfKeysIsMissingTheOtherHalf() throws Exception {
    secret("accessKeyId", "penstock");
    secret("ca.crt", identity.certificatePem());

    assertThatThrownBy(() -> stores.bucket("lake"))
        .isInstanceOfSatisfying(
            ConfigurationException.class,
            e -> assertThat(e.reason()).isEqualTo(Reason.SECRET_MISSING))
        .hasMessage("Secret lake-keys of connection lake has no key secretAccessKey");
  }

  @Test
  void keysThatChangeWhileABucketIsOpenAreTakenWithTheNextRequest() throws Exception {
    secret("accessKeyId", "penstock");
    secret("secretAccessKey", "pa55");
    secret("ca.crt", identity.certificatePem());
    stores();

    secret("secretAccessKey", "another");
    assertThatThrownBy(() -> stores.bucket("lake").read("a"))
        .isInstanceOfSatisfying(
            ConfigurationException.class,
            e ->
                assertThat(e.reason()).isIn(Reason.AUTHENTICATION_FAILED, Reason.PERMISSION_DENIED))
        .hasMessageNotContaining("another");

    secret("secretAccessKey", "pa55");
    stores();
  }

  private Stores ofRole() {
    var lake =
        new Connection.S3(
            "lake",
            Optional.of("lake-keys"),
            new Connection.Limits(OptionalInt.empty(), 4),
            new Connection.Allow(true, true, Set.of(), true),
            "lake",
            "us-east-1",
            Optional.of(way.endpoint().toString()),
            true,
            Optional.empty(),
            Connection.Checksums.WHEN_REQUIRED,
            Optional.of(
                new Connection.Iam(
                    Optional.of("arn:aws:iam::123456789012:role/lake"),
                    Optional.empty(),
                    Duration.ofHours(1))));
    return new Stores(
        new Connections(Map.of("lake", lake)), new Secrets(secrets), "penstock/orders/run-1/a");
  }

  @Test
  void aRolesCredentialsAreRenewedWhileABucketIsOpen() throws Exception {
    secret("ca.crt", identity.certificatePem());
    try (var aws = AwsStub.start("penstock", "pa55", "", "");
        var ofRole = ofRole()) {
      aws.holds(Duration.ofSeconds(1));
      ofRole.bucket("lake").put("a", new byte[] {1});
      aws.holds(Duration.ofHours(1));
      assertThat(ofRole.bucket("lake").read("a")).contains(new byte[] {1});
      int renewed = aws.asked().size();
      assertThat(renewed).isGreaterThan(1);
      assertThat(aws.asked()).allMatch(asked -> asked.signedBy().equals("POD"));
    }
  }

  @Test
  void aRoleThatIsTakenAwayWhileABucketIsOpenIsToldAsSuch() throws Exception {
    secret("ca.crt", identity.certificatePem());
    try (var aws = AwsStub.start("penstock", "pa55", "", "");
        var ofRole = ofRole()) {
      aws.holds(Duration.ofSeconds(1));
      ofRole.bucket("lake").put("a", new byte[] {1});
      aws.refuse(50, 403, "AccessDenied");
      assertThatThrownBy(
              () -> {
                // One that is about to expire may still be used for a moment.
                for (int i = 0; i < 50; i++) {
                  ofRole.bucket("lake").putIfAbsent("b" + i, new byte[] {1});
                  Thread.sleep(100);
                }
              })
          .isInstanceOfSatisfying(
              ConfigurationException.class,
              e -> assertThat(e.reason()).isEqualTo(Reason.PERMISSION_DENIED))
          .hasMessageContaining("role arn:aws:iam::123456789012:role/lake");
    }
  }

  @Test
  void aSecretBesideARoleHoldsNoKeys() throws Exception {
    secret("ca.crt", identity.certificatePem());
    secret("accessKeyId", "penstock");

    try (var ofRole = ofRole()) {
      assertThatThrownBy(() -> ofRole.bucket("lake"))
          .isInstanceOf(ConfigurationException.class)
          .hasMessage(
              "Connection lake has iam, and Secret lake-keys beside it has the key accessKeyId");
    }
  }
}
