package dev.penstock.sandbox.redshift.copy;

import dev.penstock.sandbox.redshift.S3Access;
import dev.penstock.sandbox.redshift.copy.object.ObjectStorage;
import dev.penstock.sandbox.redshift.copy.object.Patience;
import dev.penstock.sandbox.redshift.copy.object.PatientStorage;
import dev.penstock.sandbox.redshift.copy.object.S3Storage;
import dev.penstock.sandbox.redshift.copy.target.TargetColumn;
import dev.penstock.sandbox.redshift.sql.CopyCommand;
import dev.penstock.sandbox.redshift.sql.CopyCommand.Credentials;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BooleanSupplier;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;

/**
 * Loads what a COPY names, whatever its format; all sessions share one.
 *
 * @param scratch where Parquet files lie while they are decoded
 * @param patience with S3's own failures
 */
public record ObjectLoad(S3Access access, Path scratch, Patience patience) {
  /** Hands the rows of all files to the sink, or says why it can't. */
  public LoadReport load(
      CopyCommand command, List<TargetColumn> columns, CopySink sink, BooleanSupplier cancelled)
      throws LoadFailure, IOException {
    try (ObjectStorage storage =
        new PatientStorage(
            S3Storage.open(access, credentials(command.credentials())), patience, cancelled)) {
      LoadTask task = new LoadTask(command, columns, storage, cancelled);
      List<SourceFile> files = new SourceFiles(storage).of(command);
      LoadReport report = load(task, files, new Counted(sink));
      if (cancelled.getAsBoolean()) {
        throw LoadFailure.cancelled();
      }
      if (report.files().isEmpty()) {
        throw LoadFailure.ofSource(
            8001, "None of the files of the manifest exists", command.source().url());
      }
      return report;
    }
  }

  private LoadReport load(LoadTask task, List<SourceFile> files, Counted sink)
      throws LoadFailure, IOException {
    switch (RowForm.of(task.command().format())) {
      case BINARY -> {
        BinaryRows rows = new BinaryRows(sink, task.columns().size());
        List<LoadedFile> loaded = new ParquetLoad(task, scratch).load(files, rows);
        rows.end();
        return new LoadReport(rows.rows(), sink.bytes, 0, List.of(), loaded);
      }
      case TEXT -> {
        RowBuffer rows = new RowBuffer(sink);
        Rejects rejects = new Rejects(task.command());
        List<LoadedFile> loaded = new TextLoad(task, rejects, rows).load(files);
        rows.flush();
        return new LoadReport(rows.rows(), sink.bytes, rejects.count(), rejects.errors(), loaded);
      }
    }
    throw new IllegalStateException("Every form has its case");
  }

  private AwsCredentials credentials(Credentials credentials) {
    return switch (credentials) {
      case Credentials.Role role ->
          AwsBasicCredentials.create(access.accessKeyId(), access.secretAccessKey());
      case Credentials.Keys(String id, String secret, var token) ->
          token.isPresent()
              ? AwsSessionCredentials.create(id, secret, token.get())
              : AwsBasicCredentials.create(id, secret);
    };
  }

  private static final class Counted implements CopySink {
    private final CopySink inner;
    private long bytes;

    Counted(CopySink inner) {
      this.inner = inner;
    }

    @Override
    public void accept(byte[] piece, int length) throws IOException {
      bytes += length;
      inner.accept(piece, length);
    }

    @Override
    public void read(long rows) throws IOException, LoadFailure {
      inner.read(rows);
    }
  }
}
