package dev.penstock.runner.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.api.model.Connection;
import dev.penstock.api.model.Connection.Iam;
import dev.penstock.api.model.Connection.Issuer;
import dev.penstock.api.model.Connection.Temporary;
import dev.penstock.runner.spi.ConfigurationException;
import dev.penstock.runner.spi.Reason;
import dev.penstock.runner.spi.TransientException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class IdentityTest {
  private static final String ROLE = "arn:aws:iam::123456789012:role/lake";
  private static final SessionName SESSION = SessionName.of("penstock/orders/run-1/attempt-1");

  private AwsStub aws;

  @BeforeEach
  void start() throws Exception {
    aws = AwsStub.start("ROLE", "secret-of-the-role", "IAMR:loader", "given-for-a-while");
  }

  @AfterEach
  void end() {
    aws.close();
  }

  private static Iam role() {
    return new Iam(Optional.of(ROLE), Optional.of("of-us"), Duration.ofMinutes(30));
  }

  private static Iam own() {
    return new Iam(Optional.empty(), Optional.empty(), Duration.ofMinutes(15));
  }

  private static Identity identity() {
    return Identity.open("lake", role(), "us-east-1", SESSION);
  }

  private static WarehouseLogins logins(Iam iam, Issuer issuer, Clock clock) {
    var temporary = new Temporary(iam, issuer);
    var connection =
        new Connection.Redshift(
            "warehouse",
            Optional.empty(),
            new Connection.Limits(OptionalInt.empty(), 4),
            new Connection.Allow(true, true, Set.of(), true),
            "warehouse.internal",
            5439,
            "analytics",
            "arn:aws:iam::123456789012:role/copy",
            "penstock",
            Connection.Tls.VERIFY_FULL,
            Optional.of(temporary));
    return new WarehouseLogins(connection, temporary, SESSION, clock);
  }

  @Test
  void aRoleIsAssumedByThePodsIdentityInASessionNamedByPipelineAndRun() {
    try (var identity = identity()) {
      assertThat(identity.resolveCredentials().accessKeyId()).isEqualTo("ROLE");
      identity.resolveCredentials();
    }
    assertThat(aws.asked())
        .singleElement()
        .satisfies(asked -> {
          assertThat(asked.signedBy()).isEqualTo("POD");
          assertThat(asked.service()).isEqualTo("sts");
          assertThat(asked.body())
              .contains(
                  "RoleArn=" + ROLE,
                  "RoleSessionName=penstock-orders-run-1",
                  "ExternalId=of-us",
                  "DurationSeconds=1800");
        });
  }

  @Test
  void credentialsOfARoleThatAreAboutToExpireAreRenewed() {
    aws.holds(Duration.ofSeconds(1));
    try (var identity = identity()) {
      aws.holds(Duration.ofHours(1));
      identity.resolveCredentials();
      identity.resolveCredentials();
    }
    assertThat(aws.asked().size()).isGreaterThan(1);
  }

  @Test
  void aTrustPolicyThatDoesNotNameThePodIsTheAuthorsToCorrect() {
    aws.refuse(1, 403, "AccessDenied");

    assertThatThrownBy(IdentityTest::identity)
        .isInstanceOfSatisfying(
            ConfigurationException.class,
            e -> {
              assertThat(e.reason()).isEqualTo(Reason.PERMISSION_DENIED);
              assertThat(e.nextStep()).contains("trust policy");
            })
        .hasMessage(
            "Connection lake, role %s: STS gives no credentials (403, AccessDenied)"
                .formatted(ROLE));
  }

  @Test
  void anStsThatThrottlesOrDoesNotAnswerIsTriedAgainByTheNextAttempt() {
    aws.refuse(20, 400, "Throttling");
    assertThatThrownBy(IdentityTest::identity).isInstanceOf(TransientException.class);

    aws.close();
    System.setProperty("aws.accessKeyId", "POD");
    System.setProperty("aws.secretAccessKey", "secret-of-the-pod");
    System.setProperty("aws.endpointUrlSts", "http://127.0.0.1:1");
    assertThatThrownBy(IdentityTest::identity)
        .isInstanceOf(TransientException.class)
        .hasMessageContaining("no reply");
  }

  @Test
  void aClusterGivesALoginToTheRole() {
    var cluster = new Issuer.Cluster("acme", "eu-central-1", Optional.empty());
    try (var logins = logins(role(), cluster, Clock.systemUTC())) {
      assertThat(logins.login().password()).isEqualTo("given-for-a-while");
      assertThat(logins.login()).hasToString(logins.login().toString());
      assertThat(logins.login().toString()).doesNotContain("given-for-a-while");
    }
    assertThat(aws.asked()).hasSize(2);
    var asked = aws.asked().getLast();
    assertThat(asked.signedBy()).isEqualTo("ROLE");
    assertThat(asked.token()).isEqualTo(AwsStub.ROLE_TOKEN);
    assertThat(asked.service()).isEqualTo("redshift");
    assertThat(asked.body())
        .contains(
            "Action=GetClusterCredentialsWithIAM",
            "ClusterIdentifier=acme",
            "DbName=analytics",
            "DurationSeconds=1800");
  }

  @Test
  void aClusterIsToldTheUserThatTheConnectionNames() {
    var cluster = new Issuer.Cluster("acme", "eu-central-1", Optional.of("etl"));
    try (var logins = logins(own(), cluster, Clock.systemUTC())) {
      logins.login();
    }
    assertThat(aws.asked().getLast().signedBy()).isEqualTo("POD");
    assertThat(aws.asked().getLast().body())
        .contains("Action=GetClusterCredentials&", "DbUser=etl", "AutoCreate=false");
  }

  @Test
  void aWorkgroupGivesALoginThatIsKeptUntilItIsAboutToExpire() {
    var workgroup = new Issuer.Workgroup("acme", "us-east-1");
    try (var logins = logins(own(), workgroup, Clock.systemUTC())) {
      logins.login();
      logins.login();
    }
    assertThat(aws.asked()).hasSize(1);
    assertThat(aws.asked().getFirst().service()).isEqualTo("redshift-serverless");
    assertThat(aws.asked().getFirst().target()).isEqualTo("RedshiftServerless.GetCredentials");
    assertThat(aws.asked().getFirst().body())
        .contains("\"workgroupName\":\"acme\"", "\"durationSeconds\":900");

    var late =
        Clock.fixed(Instant.now().plus(Duration.ofMinutes(59).plusSeconds(30)), ZoneOffset.UTC);
    try (var logins = logins(own(), workgroup, late)) {
      logins.login();
      logins.login();
    }
    assertThat(aws.asked()).hasSize(3);
  }

  @Test
  void whatAnApiRefusesNamesTheRoleAndTheNextStep() {
    var workgroup = new Issuer.Workgroup("acme", "us-east-1");
    try (var logins = logins(own(), workgroup, Clock.systemUTC())) {
      aws.refuse(1, 400, "AccessDeniedException");
      assertThatThrownBy(logins::login)
          .isInstanceOfSatisfying(
              ConfigurationException.class,
              e -> assertThat(e.nextStep()).contains("redshift-serverless:GetCredentials"));
      aws.refuse(1, 404, "ResourceNotFoundException");
      assertThatThrownBy(logins::login)
          .isInstanceOfSatisfying(
              ConfigurationException.class,
              e -> assertThat(e.reason()).isEqualTo(Reason.DATABASE_NOT_FOUND));
      aws.refuse(1, 503, "");
      assertThat(logins.login().username()).isEqualTo("IAMR:loader");
      aws.refuse(3, 400, "ThrottlingException");
    }
    try (var logins = logins(own(), workgroup, Clock.systemUTC())) {
      assertThatThrownBy(logins::login).isInstanceOf(TransientException.class);
    }
  }

  @Test
  void theNameOfASessionFitsWhateverThePipelineIsCalled() {
    var run = "123e4567-e89b-12d3-a456-426614174000";
    assertThat(SessionName.of("penstock/%s/%s/a".formatted("long-".repeat(20), run)).text())
        .hasSize(64)
        .endsWith(run);
    assertThat(SessionName.of("penstock/a.b/run:1~2/x").text()).isEqualTo("penstock-a.b-run-1-2");
    assertThat(SessionName.of("penstock/check").text()).isEqualTo("penstock-check");
  }
}
