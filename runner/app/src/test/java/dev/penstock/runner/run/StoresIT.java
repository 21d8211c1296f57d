package dev.penstock.runner.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.api.model.Connection;
import dev.penstock.runner.secret.Secrets;
import dev.penstock.runner.spi.ConfigurationException;
import dev.penstock.runner.spi.Reason;
import dev.penstock.sandbox.redshift.wire.ServerIdentity;
import dev.penstock.sandbox.s3.ObjectStore;
import dev.penstock.sandbox.s3.faults.FaultyWay;
import java.nio.file.Files;
import java.nio.file.Path;
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
    stores = new Stores(new Connections(Map.of("lake", lake)), new Secrets(secrets));
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
}
