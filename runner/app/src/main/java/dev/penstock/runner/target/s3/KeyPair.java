package dev.penstock.runner.target.s3;

/** Credentials of a Secret. Its text never shows the secret half. */
public record KeyPair(String accessKeyId, String secretAccessKey) {
  @Override
  public String toString() {
    return "KeyPair[" + accessKeyId + "]";
  }
}
