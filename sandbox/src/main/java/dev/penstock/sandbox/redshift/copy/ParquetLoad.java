package dev.penstock.sandbox.redshift.copy;

import dev.penstock.sandbox.redshift.S3Access;
import dev.penstock.sandbox.redshift.sql.CopyCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.function.BooleanSupplier;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Loads what a manifest lists, file by file; the first problem ends the whole load. */
public final class ParquetLoad implements AutoCloseable {
  private final S3Client s3;
  private final Path scratch;

  private ParquetLoad(S3Client s3, Path scratch) {
    this.s3 = s3;
    this.scratch = scratch;
  }

  /**
   * Makes a loader that all sessions share.
   *
   * @param scratch where files lie while they are decoded
   */
  public static ParquetLoad over(S3Access access, Path scratch) {
    return new ParquetLoad(
        S3Client.builder()
            .endpointOverride(access.endpoint())
            .forcePathStyle(true)
            .region(Region.of(access.region()))
            .credentialsProvider(
                StaticCredentialsProvider.create(
                    AwsBasicCredentials.create(access.accessKeyId(), access.secretAccessKey())))
            .httpClientBuilder(UrlConnectionHttpClient.builder())
            .build(),
        scratch);
  }

  /** Writes the rows of all files, or says why it can't. */
  public void load(
      CopyCommand command, List<TargetColumn> columns, RowBuffer rows, BooleanSupplier cancelled)
      throws LoadFailure, IOException {
    String source = "s3://%s/%s".formatted(command.bucket(), command.manifestKey());
    Manifest manifest = Manifest.read(source, manifest(command, source));
    Files.createDirectories(scratch);
    int read = 0;
    for (Manifest.Entry entry : manifest.entries()) {
      Path file = Files.createTempFile(scratch, "copy", ".parquet");
      try {
        Files.delete(file);
        if (!download(entry, file)) {
          continue;
        }
        read++;
        try (ParquetFile parquet = ParquetFile.open(file, entry.url())) {
          parquet.copyTo(rows, columns, cancelled);
        }
      } catch (SQLException e) {
        throw LoadFailure.ofScan(
            15001,
            "File '%s' can't be decoded: %s".formatted(entry.url(), e.getMessage()),
            entry.url(),
            "");
      } finally {
        Files.deleteIfExists(file);
      }
    }
    if (read == 0) {
      throw LoadFailure.ofManifest(8001, "None of the files of the manifest exists", source);
    }
  }

  private byte[] manifest(CopyCommand command, String source) throws LoadFailure {
    try {
      return s3.getObjectAsBytes(b -> b.bucket(command.bucket()).key(command.manifestKey()))
          .asByteArray();
    } catch (SdkException e) {
      throw LoadFailure.ofManifest(
          8001, "Problem reading manifest file - S3ServiceException:" + words(e), source);
    }
  }

  /** Whether the file is there now; one that isn't mandatory may be missing. */
  private boolean download(Manifest.Entry entry, Path file) throws LoadFailure {
    long length;
    try {
      length =
          s3.getObject(
                  b -> b.bucket(entry.bucket()).key(entry.key()), ResponseTransformer.toFile(file))
              .contentLength();
    } catch (NoSuchKeyException e) {
      if (!entry.mandatory()) {
        return false;
      }
      throw LoadFailure.ofScan(
          15001, "S3ServiceException:" + words(e) + ", " + entry.url(), entry.url(), "");
    } catch (SdkException e) {
      throw LoadFailure.ofScan(
          15001, "S3ServiceException:" + words(e) + ", " + entry.url(), entry.url(), "");
    }
    if (entry.contentLength() > length) {
      throw LoadFailure.ofScan(
          15001,
          "S3ServiceException:The requested range is not satisfiable,Status 416,Error InvalidRange,"
              + " "
              + entry.url(),
          entry.url(),
          "");
    }
    if (entry.contentLength() < length) {
      throw LoadFailure.ofScan(
          15001,
          "A content_length below the file's %d bytes is not known to the stand-in, %s"
              .formatted(length, entry.url()),
          entry.url(),
          "");
    }
    return true;
  }

  private static String words(SdkException e) {
    if (e instanceof S3Exception answer && answer.awsErrorDetails() != null) {
      return "%s,Status %d,Error %s"
          .formatted(
              answer.awsErrorDetails().errorMessage(),
              answer.statusCode(),
              answer.awsErrorDetails().errorCode());
    }
    return String.valueOf(e.getMessage());
  }

  @Override
  public void close() {
    s3.close();
  }
}
