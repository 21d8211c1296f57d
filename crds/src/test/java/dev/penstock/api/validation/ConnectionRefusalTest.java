package dev.penstock.api.validation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.api.model.Connection;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConnectionRefusalTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          /postgres/host | '""' | Required spec.postgres.host: Connection c has no host. Write spec.postgres.host.
          /postgres/host | 'postgres://a' | Invalid spec.postgres.host: Connection c has the host "postgres://a", which is not valid. Write a host name or an address, without scheme and port.
          /postgres/port | 0 | Invalid spec.postgres.port: Connection c has the port 0. Write a number from 1 to 65535.
          /postgres/port | 65536 | Invalid spec.postgres.port: Connection c has the port 65536. Write a number from 1 to 65535.
          /postgres/database | 'shop?sslmode=disable' | Invalid spec.postgres.database: Connection c has the database "shop?sslmode=disable", which is not valid. Write a name without spaces and any of / ? & ; # % \\.
          /limits | '{runs: 0}' | Invalid spec.limits.runs: Connection c has the limit of runs 0. Write a number from 1 to 1000.
          /limits | '{connectionsPerRun: 65}' | Invalid spec.limits.connectionsPerRun: Connection c has the limit of connections per run 65. Write a number from 1 to 64.
          /credentials | '{}' | Required spec.credentials.secret: Connection c has no secret. Write spec.credentials.secret.
          /credentials | '{secret: {name: "../x"}}' | Invalid spec.credentials.secret.name: Connection c has the secret name "../x", which is not valid. Write lower-case letters, digits and hyphens, with a letter or digit at both ends; dots between them.
          /credentials | '{iam: {}}' | NotSupported spec.credentials.iam: Connection c has iam, which is for s3 and redshift; logins of RDS by IAM are not supported. Name a Secret in spec.credentials.secret.name instead.
          /allow | '{access: []}' | Invalid spec.allow.access: Connection c allows an empty list of access. Write Read, Write or both, or remove the field to allow both.
          /allow | '{access: [Read, Read]}' | Duplicate spec.allow.access[1]: Connection c allows the same access twice. Remove one.
          /allow | '{schemas: []}' | Invalid spec.allow.schemas: Connection c allows an empty list of schemas. Name a schema, or remove the field to allow all.
          /allow | '{schemas: [a, null]}' | Required spec.allow.schemas[1]: Connection c has no name for an allowed schema. Write spec.allow.schemas[1].
          /allow | '{schemas: [a, a]}' | Duplicate spec.allow.schemas[1]: Connection c allows the schema a twice. Remove one.
          /s3 | '{bucket: abc}' | Invalid spec: Connection c has 2 kinds. Write exactly one of postgres, s3, redshift, slack, teams, email, pagerduty, webhook.
          """)
  void aDatabaseIsRefused(String pointer, String yaml, String line) {
    assertThat(Specs.lines(Specs.postgres().with(pointer, yaml).checkedAsConnection("c")))
        .containsExactly(line);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          /s3/bucket | Acme | Invalid spec.s3.bucket: Connection c has the bucket Acme, which is not valid. Write 3 to 63 lower-case letters, digits, hyphens and dots.
          /s3/region | us_east | Invalid spec.s3.region: Connection c has the region us_east, which is not valid. Write a region as us-east-1.
          /s3/endpoint | 'http://user:pw@host' | Invalid spec.s3.endpoint: Connection c has the endpoint "http://user:pw@host", which is not valid. Write a URL of scheme, host and port, as https://s3.example.org:9000.
          /s3/encryption | '{}' | Required spec.s3.encryption: Connection c has an encryption of no kind. Write s3: {} or kms: {keyId: ...}, or remove the field.
          /s3/encryption | '{s3: {}, kms: {keyId: a}}' | Invalid spec.s3.encryption: Connection c has an encryption of 2 kinds. Write s3: {} or kms: {keyId: ...}, or remove the field.
          /s3/encryption | '{kms: {keyId: "arn:aws:iam::123456789012:role/x"}}' | Invalid spec.s3.encryption.kms.keyId: Connection c has the keyId "arn:aws:iam::123456789012:role/x", which is not valid. Write the ARN of a key, its id, or alias/ and its alias.
          /s3/encryption | '{kms: {keyId: ""}}' | Required spec.s3.encryption.kms.keyId: Connection c has no keyId. Write spec.s3.encryption.kms.keyId.
          /credentials | '{iam: {roleArn: lake}}' | Invalid spec.credentials.iam.roleArn: Connection c has the roleArn lake, which is not valid. Write the ARN of a role, as arn:aws:iam::123456789012:role/penstock.
          /credentials | '{iam: {externalId: of-us}}' | Invalid spec.credentials.iam.externalId: Connection c has an externalId and no roleArn to tell it for. Write roleArn, or remove externalId.
          /credentials | '{iam: {sessionDuration: 2h}}' | Invalid spec.credentials.iam.sessionDuration: Connection c has the sessionDuration 2h, which is not 15m to 1h. Write a duration from 15m to 1h, as 30m.
          /credentials | '{iam: {dbUser: etl}}' | Invalid spec.credentials.iam.dbUser: Connection c has a dbUser, which only a warehouse has. Remove the field.
          /s3/checksums | Always | NotSupported spec.s3.checksums: Connection c has checksums that this release does not know. Write one of WhenSupported, WhenRequired.
          """)
  void aBucketIsRefused(String pointer, String yaml, String line) {
    assertThat(Specs.lines(Specs.s3().with(pointer, yaml).checkedAsConnection("c")))
        .containsExactly(line);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "arn:aws:kms:eu-central-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab",
        "arn:aws-us-gov:kms:us-gov-west-1:123456789012:alias/lake/orders",
        "mrk-1234abcd12ab34cd56ef1234567890ab",
        "alias/lake"
      })
  void aKeyOfKmsIsWrittenByArnIdOrAlias(String key) {
    assertThat(
            bucket(Specs.s3().with("/s3/encryption", "{kms: {keyId: \"%s\"}}".formatted(key)))
                .encryption())
        .contains(new Connection.Encryption.Kms(Optional.of(key)));
  }

  @Test
  void whatABucketDoesNotSayIsLeftToItAndToTheStore() {
    var aws = bucket(Specs.s3());
    assertThat(aws.encryption()).isEmpty();
    assertThat(aws.checksums()).isEqualTo(Connection.Checksums.WHEN_SUPPORTED);
    var compatible = Specs.s3().with("/s3/endpoint", "https://s3.internal");
    assertThat(bucket(compatible).checksums()).isEqualTo(Connection.Checksums.WHEN_REQUIRED);
    assertThat(bucket(compatible.with("/s3/checksums", "WhenSupported")).checksums())
        .isEqualTo(Connection.Checksums.WHEN_SUPPORTED);
    assertThat(bucket(Specs.s3().with("/s3/encryption", "{s3: {}}")).encryption())
        .contains(new Connection.Encryption.StoreKey());
    assertThat(bucket(Specs.s3().with("/s3/encryption", "{kms: {}}")).encryption())
        .contains(new Connection.Encryption.Kms(Optional.empty()));
  }

  private static Optional<Connection.Issuer> issuer(Specs spec) {
    var checked = spec.checkedAsConnection("c");
    assertThat(Specs.lines(checked)).isEmpty();
    return ((Connection.Redshift) ((Checked.Valid<?>) checked).value())
        .temporary()
        .map(Connection.Temporary::issuer);
  }

  @Test
  void whoGivesAWarehousesCredentialsIsReadFromItsHostOrWritten() {
    var iam = Specs.redshift().with("/credentials", "{iam: {}}");
    assertThat(issuer(Specs.redshift())).isEmpty();
    assertThat(
            issuer(iam.with("/redshift/host", "acme.abc123.eu-central-1.redshift.amazonaws.com")))
        .contains(new Connection.Issuer.Cluster("acme", "eu-central-1", Optional.empty()));
    assertThat(
            issuer(
                iam.with(
                    "/redshift/host",
                    "acme.123456789012.us-east-1.redshift-serverless.amazonaws.com")))
        .contains(new Connection.Issuer.Workgroup("acme", "us-east-1"));
    var named = iam.with("/redshift/host", "dwh.internal").with("/redshift/region", "us-east-1");
    assertThat(issuer(named.with("/redshift/workgroup", "acme")))
        .contains(new Connection.Issuer.Workgroup("acme", "us-east-1"));
    assertThat(
            issuer(
                named
                    .with("/redshift/cluster", "acme")
                    .with("/credentials", "{iam: {dbUser: etl}}")))
        .contains(new Connection.Issuer.Cluster("acme", "us-east-1", Optional.of("etl")));
    assertThat(Specs.lines(named.checkedAsConnection("c")))
        .containsExactly(
            "Required spec.redshift: Connection c has iam, and a host that tells neither a cluster"
                + " nor a workgroup. Write cluster or workgroup, and region.");
  }

  private static Connection.S3 bucket(Specs spec) {
    return (Connection.S3) ((Checked.Valid<?>) spec.checkedAsConnection("c")).value();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          /redshift/copyRole | "x' --" | Invalid spec.redshift.copyRole: Connection c has the copyRole "x' --", which is not valid. Write the ARN of a role, as arn:aws:iam::123456789012:role/redshift-copy.
          /redshift/controlSchema | Penstock | Invalid spec.redshift.controlSchema: Connection c has the controlSchema Penstock, which is not valid. Write lower-case letters, digits, underscores and $, with a letter or underscore first.
          """)
  void aWarehouseIsRefused(String pointer, String yaml, String line) {
    assertThat(Specs.lines(Specs.redshift().with(pointer, yaml).checkedAsConnection("c")))
        .containsExactly(line);
  }

  @Test
  void nothingAtAllIsRefusedWithWhatIsMissing() {
    assertThat(Specs.lines(new Validator().connection("c", null)))
        .containsExactly("Required spec: Connection c has no spec. Write spec.");
    assertThat(Specs.lines(Specs.yaml("{}").checkedAsConnection("c")))
        .containsExactly(
            "Required spec: Connection c has no kind. Write exactly one of postgres, s3,"
                + " redshift, slack, teams, email, pagerduty, webhook.");
    assertThat(Specs.lines(Specs.postgres().without("/credentials").checkedAsConnection("c")))
        .containsExactly(
            "Required spec.credentials: Connection c has no credentials. Name a Secret with"
                + " username and password in spec.credentials.secret.name.");
  }

  @Test
  void aValueOfANewerReleaseIsNotSupported() {
    assertThat(
            Specs.lines(Specs.postgres().with("/postgres/tls", "Mutual").checkedAsConnection("c")))
        .containsExactly(
            "NotSupported spec.postgres.tls: Connection c has a tls that this release does not"
                + " know. Write one of Disable, VerifyCa, VerifyFull.");
    assertThat(
            Specs.lines(
                Specs.postgres().with("/postgres/extraction", "Fax").checkedAsConnection("c")))
        .containsExactly(
            "NotSupported spec.postgres.extraction: Connection c has an extraction that this"
                + " release does not know. Write one of Copy, Cursor.");
  }
}
