package dev.penstock.runner.target.s3;

import dev.penstock.api.model.Connection;
import dev.penstock.api.model.Connection.Checksums;
import dev.penstock.api.model.Connection.Encryption;
import java.net.URI;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** A connection to bucket acme-lake, with what a test is about. */
record Lakes(URI endpoint, Optional<Encryption> encryption, Checksums checksums) {
  static final KeyPair KEYS = new KeyPair("penstock", "secret-key");

  static Lakes at(URI endpoint) {
    return new Lakes(endpoint, Optional.empty(), Checksums.WHEN_REQUIRED);
  }

  Lakes encrypted(Encryption by) {
    return new Lakes(endpoint, Optional.of(by), checksums);
  }

  Lakes checked(Checksums mode) {
    return new Lakes(endpoint, encryption, mode);
  }

  Connection.S3 connection() {
    return new Connection.S3(
        "lake",
        Optional.of("lake-keys"),
        new Connection.Limits(OptionalInt.empty(), 8),
        new Connection.Allow(true, true, Set.of(), true),
        "acme-lake",
        "us-east-1",
        Optional.of(endpoint.toString()),
        true,
        encryption,
        checksums,
        Optional.empty());
  }

  S3Bucket open() {
    return S3Bucket.open(connection(), Optional.of(KEYS));
  }
}
