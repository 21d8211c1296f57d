package dev.penstock.sandbox.redshift.copy;

import dev.penstock.sandbox.redshift.sql.CopyCommand;
import java.util.List;

/** A COPY that failed, in the words that Redshift has for it. The whole COPY is undone. */
public final class LoadFailure extends Exception {
  private final String words;
  private final String detail;
  private final transient List<LoadError> errors;

  private LoadFailure(String message, String detail, List<LoadError> errors) {
    super(message);
    this.words = message;
    this.detail = detail;
    this.errors = List.copyOf(errors);
  }

  /** What the reader of columnar files reports. */
  static LoadFailure ofScan(int code, String context, String file, String column) {
    return reported("Spectrum Scan Error", code, context, file, column);
  }

  /** What that reader was never meant to meet. */
  static LoadFailure ofAssertion(String context, String file, String column) {
    return reported("Assert", 1000, context, file, column);
  }

  /** Objects that can't be found or read, or a manifest that can't be used. */
  static LoadFailure ofSource(int code, String reason, String file) {
    return reported(reason, code, "", file, "");
  }

  /** Rows that can't be loaded, at least one. */
  public static LoadFailure ofRows(CopyCommand command, List<LoadError> errors) {
    return new LoadFailure(
        "Load into table '%s' failed.  Check 'stl_load_errors' system table for details."
            .formatted(command.bareTable()),
        "",
        errors);
  }

  /** A row that the table refuses, whichever it is. */
  public static LoadFailure ofTable(CopyCommand command, int code, String reason, String column) {
    return ofRows(command, List.of(LoadError.ofFile(code, reason, command.source().url(), column)));
  }

  /** Somebody asked for it to end. */
  public static LoadFailure cancelled() {
    return new LoadFailure("cancelled", "", List.of());
  }

  private static LoadFailure reported(
      String error, int code, String context, String file, String column) {
    String line = "-----------------------------------------------";
    String detail =
        """

          %s
          error:  %s
          code:      %d
          context:   %s
          query:     0
          location:  stand-in
          process:   stand-in
          %s
        """
            .formatted(line, error, code, context, line);
    return new LoadFailure(
        error,
        detail,
        List.of(LoadError.ofFile(code, context.isEmpty() ? error : context, file, column)));
  }

  /** The message as the client gets it. */
  public String words() {
    return words;
  }

  /** The text under DETAIL; empty if there is none. */
  public String detail() {
    return detail;
  }

  /** What {@code stl_load_errors} gets. */
  public List<LoadError> errors() {
    return errors;
  }
}
