package dev.penstock.runner.target.s3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.api.model.Connection;
import dev.penstock.api.model.Connection.Checksums;
import dev.penstock.api.model.Connection.Encryption;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** What the store of the sandbox never says. */
class S3ErrorsTest {
  private static Connection.S3 lake(Optional<Encryption> encryption) {
    return new Connection.S3(
        "lake",
        Optional.of("lake"),
        new Connection.Limits(OptionalInt.empty(), 8),
        new Connection.Allow(true, true, Set.of(), true),
        "acme-lake",
        "us-east-1",
        Optional.empty(),
        false,
        encryption,
        Checksums.WHEN_SUPPORTED,
        Optional.empty());
  }

  private static S3Exception said(int status, String code) {
    var details = AwsErrorDetails.builder().errorCode(code).build();
    return (S3Exception) S3Exception.builder().statusCode(status).awsErrorDetails(details).build();
  }

  @ParameterizedTest
  @CsvSource({
    "400, KMS.DisabledException, PermissionDenied",
    "400, KMS.NotFoundException, PermissionDenied",
    "403, AccessDenied, PermissionDenied",
    "400, BadDigest, StoreUnavailable",
    "400, XAmzContentChecksumMismatch, StoreUnavailable",
    "400, RequestTimeout, StoreUnavailable",
    "404, NoSuchUpload, StoreUnavailable",
    "400, InvalidArgument, StoreNotSupported",
    "501, NotImplemented, StoreNotSupported",
  })
  void aRefusalHasTheReasonOfItsCode(int status, String code, String reason) {
    var error = new S3Errors(lake(Optional.empty())).translate("put a", said(status, code));

    assertThat(error.reason()).hasToString(reason);
    assertThat(error)
        .hasMessage(
            "Bucket acme-lake of connection lake: can't put a (%d, %s)".formatted(status, code));
  }

  @Test
  void whoMayNotWriteWithAKeyIsToldOfTheKeyToo() {
    var kms = Optional.<Encryption>of(new Encryption.Kms(Optional.of("alias/lake")));

    assertThat(new S3Errors(lake(kms)).translate("put a", said(403, "AccessDenied")).nextStep())
        .endsWith(", and kms:GenerateDataKey and kms:Decrypt on the key of spec.s3.encryption");
    assertThat(
            new S3Errors(lake(Optional.empty()))
                .translate("put a", said(403, "AccessDenied"))
                .nextStep())
        .doesNotContain("kms");
  }
}
