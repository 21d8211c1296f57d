package dev.penstock.sandbox.redshift.wire;

/** How the front asks for a password. */
public enum Authentication {
  /** MD5 with a salt per session, as of users whose password Redshift keeps so. */
  MD5,
  /** Redshift's own: SHA-256 with the user's salt and a nonce of each side. */
  DIGEST
}
