package dev.penstock.sandbox.redshift;

import java.net.URI;

/** How COPY reaches S3; it stands for the role that the statement names. */
public record S3Access(URI endpoint, String accessKeyId, String secretAccessKey, String region) {
  @Override
  public String toString() {
    return "S3Access[%s, %s, %s]".formatted(endpoint, accessKeyId, region);
  }
}
