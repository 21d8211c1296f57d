package dev.penstock.sandbox.redshift.copy;

import dev.penstock.sandbox.redshift.sql.CopyCommand;

/** A COPY that failed, in the words that Redshift has for it. The whole COPY is undone. */
public final class LoadFailure extends Exception {
  private final String words;
  private final String detail;
  private final int code;
  private final String reason;
  private final String file;
  private final String column;

  private LoadFailure(
      String message, String detail, int code, String reason, String file, String column) {
    super(message);
    this.words = message;
    this.detail = detail;
    this.code = code;
    this.reason = reason;
    this.file = file;
    this.column = column;
  }

  /** What the reader of columnar files reports. */
  static LoadFailure ofScan(int code, String context, String file, String column) {
    String line = "-----------------------------------------------";
    String detail =
        """

          %s
          error:  Spectrum Scan Error
          code:      %d
          context:   %s
          query:     0
          location:  stand-in
          process:   stand-in
          %s
        """
            .formatted(line, code, context, line);
    return new LoadFailure("Spectrum Scan Error", detail, code, context, file, column);
  }

  /** A manifest that can't be used. */
  static LoadFailure ofManifest(int code, String reason, String manifest) {
    return new LoadFailure(reason, "", code, reason, manifest, "");
  }

  /** A row that the table refuses. */
  public static LoadFailure ofRow(CopyCommand command, int code, String reason, String column) {
    return new LoadFailure(
        "Load into table '%s' failed.  Check 'stl_load_errors' system table for details."
            .formatted(command.bareTable()),
        "",
        code,
        reason,
        "s3://%s/%s".formatted(command.bucket(), command.manifestKey()),
        column);
  }

  /** The message as the client gets it. */
  public String words() {
    return words;
  }

  /** The text under DETAIL; empty if there is none. */
  public String detail() {
    return detail;
  }

  public int code() {
    return code;
  }

  public String reason() {
    return reason;
  }

  public String file() {
    return file;
  }

  public String column() {
    return column;
  }
}
