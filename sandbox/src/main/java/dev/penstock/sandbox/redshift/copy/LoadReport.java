package dev.penstock.sandbox.redshift.copy;

import java.util.List;

/**
 * What a load did that succeeded.
 *
 * @param rows loaded
 * @param bytes of them as they went into the table
 * @param rejected rows, which MAXERROR allowed; perhaps more than there are errors
 */
public record LoadReport(
    long rows, long bytes, long rejected, List<LoadError> errors, List<LoadedFile> files) {
  public LoadReport {
    errors = List.copyOf(errors);
    files = List.copyOf(files);
  }
}
