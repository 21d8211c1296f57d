package dev.penstock.sandbox.redshift.sql;

import java.util.List;
import java.util.Optional;

/**
 * A COPY from S3 whose parts go together: what Redshift refuses never becomes one.
 *
 * @param table as PostgreSQL reads it, with its schema if one was given
 * @param columns as listed; empty means all of the table's
 * @param compression of text; that of a Parquet file is inside it
 */
public record CopyCommand(
    String table,
    List<String> columns,
    Source source,
    Credentials credentials,
    Format format,
    Compression compression,
    CopyOptions options) {
  public CopyCommand {
    columns = List.copyOf(columns);
  }

  /** Where the objects are named. */
  public sealed interface Source {
    String bucket();

    String key();

    default String url() {
      return "s3://%s/%s".formatted(bucket(), key());
    }

    /** Every object whose key begins with this one. */
    record Prefix(String bucket, String key) implements Source {}

    /** The objects that this one lists. */
    record Manifest(String bucket, String key) implements Source {}
  }

  /** As whom S3 is read. */
  public sealed interface Credentials {
    /** The role's rights are the stand-in's own. */
    record Role(String arn) implements Credentials {}

    record Keys(String id, String secret, Optional<String> token) implements Credentials {
      @Override
      public String toString() {
        return "Keys[%s]".formatted(id);
      }
    }
  }

  /** What the objects hold. */
  public sealed interface Format {
    /** As {@code sys_load_history} calls it. */
    String name();

    record Parquet(boolean serializeToJson) implements Format {
      @Override
      public String name() {
        return "parquet";
      }
    }

    record Csv(String delimiter, char quote) implements Format {
      @Override
      public String name() {
        return "csv";
      }
    }

    record Delimited(String delimiter, boolean escape, boolean removeQuotes) implements Format {
      @Override
      public String name() {
        return "txt";
      }
    }

    /**
     * Objects whose keys are columns.
     *
     * @param ignoreCase whether a key in capitals is a column's too
     */
    record JsonLines(boolean ignoreCase) implements Format {
      @Override
      public String name() {
        return "json";
      }
    }
  }

  /** How whole objects are compressed. */
  public enum Compression {
    NONE,
    GZIP,
    ZSTD,
    BZIP2
  }

  /** The table's name alone, which is how Redshift's messages have it. */
  public String bareTable() {
    String last = table.substring(table.lastIndexOf(".\"") + 1);
    return last.replaceAll("^\"|\"$", "");
  }
}
