package dev.penstock.runner.identity;

import dev.penstock.api.model.Connection.Iam;
import dev.penstock.runner.spi.PenstockException;
import java.time.Duration;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.auth.StsAssumeRoleCredentialsProvider;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/**
 * The identity that a connection's {@code iam} names, for the SDK: the pod's own, or a role that it
 * assumes. Credentials of a role are renewed while they still hold: in the last five minutes by who
 * asks first, in the last minute by everyone. Threads share it; who opens it closes it.
 */
public final class Identity implements AwsCredentialsProvider, SdkAutoCloseable {
  private final IdentityErrors errors;
  private final DefaultCredentialsProvider own;
  private final Optional<Assumed> assumed;

  private Identity(
      IdentityErrors errors, DefaultCredentialsProvider own, Optional<Assumed> assumed) {
    this.errors = errors;
    this.own = own;
    this.assumed = assumed;
  }

  private record Assumed(StsClient sts, StsAssumeRoleCredentialsProvider role) {}

  /**
   * Opens it; STS is asked at once, so that what it refuses is said before anything is done.
   *
   * @param connection for messages
   * @param region whose STS is asked, unless the SDK's own {@code AWS_ENDPOINT_URL_STS} says where
   * @param session by which CloudTrail tells runs apart
   * @throws PenstockException if there is no identity, or it may not assume the role
   */
  public static Identity open(String connection, Iam iam, String region, SessionName session) {
    var errors = new IdentityErrors(connection, iam);
    var own = DefaultCredentialsProvider.builder().build();
    var identity =
        new Identity(
            errors, own, iam.roleArn().map(arn -> assumed(arn, iam, own, region, session)));
    try {
      identity.prove();
      return identity;
    } catch (RuntimeException e) {
      identity.close();
      throw e;
    }
  }

  /** The pod has an identity, and with it what the connection names can be had. */
  private void prove() {
    try {
      var unused = own.resolveCredentials();
    } catch (AwsServiceException e) {
      throw errors.ofSts(e);
    } catch (SdkException e) {
      throw errors.nobody(e);
    }
    var unused = resolveCredentials();
  }

  private static Assumed assumed(
      String arn, Iam iam, AwsCredentialsProvider own, String region, SessionName session) {
    var sts =
        StsClient.builder()
            .region(Region.of(region))
            .credentialsProvider(own)
            .httpClientBuilder(
                UrlConnectionHttpClient.builder()
                    .connectionTimeout(Duration.ofSeconds(10))
                    .socketTimeout(Duration.ofSeconds(20)))
            .build();
    var role =
        StsAssumeRoleCredentialsProvider.builder()
            .stsClient(sts)
            .refreshRequest(assume -> {
              assume
                  .roleArn(arn)
                  .roleSessionName(session.text())
                  .durationSeconds((int) iam.session().toSeconds());
              iam.externalId().ifPresent(assume::externalId);
            })
            .build();
    return new Assumed(sts, role);
  }

  /**
   * {@return credentials that hold}
   *
   * @throws PenstockException where STS gives none
   */
  @Override
  public AwsCredentials resolveCredentials() {
    try {
      return assumed.isPresent()
          ? assumed.get().role().resolveCredentials()
          : own.resolveCredentials();
    } catch (SdkException e) {
      throw errors.ofSts(e);
    }
  }

  /** {@return how failures of this identity are told} */
  IdentityErrors errors() {
    return errors;
  }

  @Override
  public void close() {
    assumed.ifPresent(both -> {
      both.role().close();
      both.sts().close();
    });
    own.close();
  }
}
