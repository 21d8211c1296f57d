package dev.penstock.sandbox.redshift.copy.text;

import com.github.luben.zstd.ZstdInputStream;
import dev.penstock.sandbox.redshift.sql.CopyCommand.Compression;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;

/** Opens compressed files; several that were joined into one are read to the last. */
public final class Decompression {
  private Decompression() {}

  /** A stream that the caller closes, and with it the given one. */
  public static InputStream of(Compression compression, InputStream file) throws IOException {
    return switch (compression) {
      case NONE -> file;
      case GZIP -> new GZIPInputStream(file, 1 << 16);
      case ZSTD -> new ZstdInputStream(file);
      case BZIP2 -> new BZip2CompressorInputStream(file, true);
    };
  }
}
