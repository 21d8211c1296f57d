package dev.penstock.api.validation;

import dev.penstock.api.ChecksumMode;
import dev.penstock.api.EncryptionSpec;
import dev.penstock.api.S3Spec;
import dev.penstock.api.model.Connection;
import dev.penstock.api.model.Connection.Allow;
import dev.penstock.api.model.Connection.Checksums;
import dev.penstock.api.model.Connection.Encryption;
import dev.penstock.api.model.Connection.Iam;
import dev.penstock.api.model.Connection.Limits;
import dev.penstock.api.validation.Finding.Reason;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A connection of the kind s3 without what all kinds have. */
record BucketCheck(
    String bucket,
    String region,
    Optional<String> endpoint,
    boolean pathStyle,
    Optional<Encryption> encryption,
    Checksums checksums) {
  private static final Pattern BUCKET = Pattern.compile("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]");
  private static final Pattern REGION = Pattern.compile("[a-z0-9-]+");
  private static final Pattern ENDPOINT =
      Pattern.compile("https?://([A-Za-z0-9.-]+|\\[[0-9A-Fa-f:.]+\\])(:[0-9]{1,5})?/?");
  // It travels as a header.
  private static final Pattern KEY =
      Pattern.compile(
          "arn:aws[a-z-]*:kms:[a-z0-9-]+:[0-9]{12}:(key/[\\w-]+|alias/[\\w/-]+)"
              + "|alias/[\\w/-]+|[\\w-]+");

  static BucketCheck of(Place place, S3Spec spec) {
    var bucket =
        place
            .field("bucket")
            .matching(
                spec.bucket(),
                "bucket",
                63,
                BUCKET,
                "3 to 63 lower-case letters, digits, hyphens and dots");
    var region =
        spec.region() == null
            ? "us-east-1"
            : place
                .field("region")
                .matching(spec.region(), "region", 32, REGION, "a region as us-east-1");
    var endpoint =
        Optional.ofNullable(spec.endpoint())
            .map(url ->
                place
                    .field("endpoint")
                    .matching(
                        url,
                        "endpoint",
                        512,
                        ENDPOINT,
                        "a URL of scheme, host and port, as https://s3.example.org:9000"));
    return new BucketCheck(
        bucket,
        region,
        endpoint,
        Boolean.TRUE.equals(spec.pathStyle()),
        encryption(place.field("encryption"), spec.encryption()),
        checksums(place.field("checksums"), spec.checksums(), endpoint));
  }

  Connection.S3 named(
      String name, Optional<String> secret, Limits limits, Allow allow, Optional<Iam> iam) {
    return new Connection.S3(
        name,
        secret,
        limits,
        allow,
        bucket,
        region,
        endpoint,
        pathStyle,
        encryption,
        checksums,
        iam);
  }

  private static Optional<Encryption> encryption(Place place, @Nullable EncryptionSpec spec) {
    if (spec == null) {
      return Optional.empty();
    }
    var kms = spec.kms();
    if ((spec.s3() == null) == (kms == null)) {
      place.refuse(
          kms == null ? Reason.REQUIRED : Reason.INVALID,
          kms == null ? "has an encryption of no kind" : "has an encryption of 2 kinds",
          "Write s3: {} or kms: {keyId: ...}, or remove the field");
      return Optional.empty();
    }
    if (kms == null) {
      return Optional.of(new Encryption.StoreKey());
    }
    return Optional.of(
        new Encryption.Kms(
            Optional.ofNullable(kms.keyId())
                .map(key ->
                    place
                        .field("kms")
                        .field("keyId")
                        .matching(
                            key,
                            "keyId",
                            2048,
                            KEY,
                            "the ARN of a key, its id, or alias/ and its alias"))));
  }

  private static Checksums checksums(
      Place place, @Nullable ChecksumMode mode, Optional<String> endpoint) {
    return switch (mode) {
      case null -> Checksums.unwritten(endpoint);
      case WHEN_SUPPORTED -> Checksums.WHEN_SUPPORTED;
      case WHEN_REQUIRED -> Checksums.WHEN_REQUIRED;
      case UNKNOWN -> {
        place.refuse(
            Reason.NOT_SUPPORTED,
            "has checksums that this release does not know",
            "Write one of WhenSupported, WhenRequired");
        yield Checksums.unwritten(endpoint);
      }
    };
  }
}
