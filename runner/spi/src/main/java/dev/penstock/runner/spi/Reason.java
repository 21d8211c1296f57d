package dev.penstock.runner.spi;

/** Why something failed. Shown in CamelCase by {@link #toString}; once shown, a name stays. */
public enum Reason {
  // The author of the manifest.
  INVALID_SPEC,
  SECRET_MISSING,
  NOT_ALLOWED,
  AUTHENTICATION_FAILED,
  PERMISSION_DENIED,
  CERTIFICATE_REFUSED,
  DATABASE_NOT_FOUND,
  TABLE_NOT_FOUND,
  COLUMN_NOT_FOUND,
  COLUMN_NOT_ALLOWED,
  TYPE_NOT_SUPPORTED,
  STEP_INVALID,
  QUERY_INVALID,
  TRANSACTIONS_HIDDEN,
  BUCKET_NOT_FOUND,
  STORE_NOT_SUPPORTED,
  TABLE_MISMATCH,
  HISTORY_MISMATCH,
  NOTHING_COMMITTED,

  // The owner of the data.
  VALUE_NOT_SUPPORTED,
  CURSOR_MISSING,
  STEP_FAILED,
  CHECK_FAILED,
  COUNT_MISMATCH,
  LOAD_REFUSED,

  // Time.
  CONNECTION_FAILED,
  CONNECTION_LOST,
  SOURCE_UNAVAILABLE,
  STORE_UNAVAILABLE,
  WAREHOUSE_UNAVAILABLE,
  LOST_BASE,
  OUT_OF_MEMORY,
  SCRATCH_FULL,
  CANCELLED,

  // Us.
  INTERNAL_ERROR;

  private final String shown = shown(name());

  private static String shown(String name) {
    StringBuilder text = new StringBuilder();
    for (String word : name.split("_", -1)) {
      text.append(word.charAt(0)).append(word.substring(1).toLowerCase(java.util.Locale.ROOT));
    }
    return text.toString();
  }

  @Override
  public String toString() {
    return shown;
  }
}
