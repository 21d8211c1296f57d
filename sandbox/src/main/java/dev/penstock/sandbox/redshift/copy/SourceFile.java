package dev.penstock.sandbox.redshift.copy;

import java.util.OptionalLong;

/**
 * An object to load.
 *
 * @param mandatory whether the load fails without it
 * @param saidLength what a manifest says of its length, where that matters
 */
record SourceFile(String bucket, String key, boolean mandatory, OptionalLong saidLength) {
  String url() {
    return "s3://%s/%s".formatted(bucket, key);
  }
}
