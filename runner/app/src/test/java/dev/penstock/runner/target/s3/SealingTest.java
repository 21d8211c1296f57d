package dev.penstock.runner.target.s3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.api.model.Connection.Encryption;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;

/** What the store of the sandbox refuses: SSE-KMS without a key's name. */
class SealingTest {
  @Test
  void theAccountsOwnKeyHasNoName() {
    var put =
        Sealing.of(Optional.of(new Encryption.Kms(Optional.empty())))
            .on(PutObjectRequest.builder())
            .build();

    assertThat(put.serverSideEncryption()).isEqualTo(ServerSideEncryption.AWS_KMS);
    assertThat(put.ssekmsKeyId()).isNull();
  }
}
