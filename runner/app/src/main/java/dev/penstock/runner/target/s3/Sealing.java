package dev.penstock.runner.target.s3;

import dev.penstock.api.model.Connection.Encryption;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.CopyObjectRequest;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;

/**
 * How the store encrypts what a request writes. A copy does not inherit it, so that it is said
 * there too; the pieces of an upload do.
 *
 * @param algorithm null: what the bucket's default says
 * @param key null: the algorithm needs none, or the account's own
 */
record Sealing(@Nullable ServerSideEncryption algorithm, @Nullable String key) {
  static Sealing of(Optional<Encryption> encryption) {
    return switch (encryption.orElse(null)) {
      case null -> new Sealing(null, null);
      case Encryption.StoreKey() -> new Sealing(ServerSideEncryption.AES256, null);
      case Encryption.Kms(var keyId) ->
          new Sealing(ServerSideEncryption.AWS_KMS, keyId.orElse(null));
    };
  }

  PutObjectRequest.Builder on(PutObjectRequest.Builder put) {
    return put.serverSideEncryption(algorithm).ssekmsKeyId(key);
  }

  CreateMultipartUploadRequest.Builder on(CreateMultipartUploadRequest.Builder create) {
    return create.serverSideEncryption(algorithm).ssekmsKeyId(key);
  }

  CopyObjectRequest.Builder on(CopyObjectRequest.Builder copy) {
    return copy.serverSideEncryption(algorithm).ssekmsKeyId(key);
  }
}
