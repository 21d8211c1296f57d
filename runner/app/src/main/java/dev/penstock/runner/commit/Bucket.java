package dev.penstock.runner.commit;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A bucket as the protocol needs it: a read sees every write that returned before it. Used by many
 * threads at once. Whatever fails is a {@link dev.penstock.runner.spi.PenstockException}.
 */
public interface Bucket {
  /** How a conditional put ended. */
  enum Put {
    /** By this call. */
    STORED,
    /** Something lies at that key; maybe an earlier try of this very call. */
    TAKEN,
    /** No reply, or one that does not say: it may lie there now or later. */
    UNKNOWN
  }

  /**
   * What a download brought.
   *
   * @param sha256 64 lower-case hexadecimal digits
   */
  record Downloaded(long bytes, String sha256) {}

  /** {@return the bucket's name, as other readers know it} */
  String name();

  /** Puts only where nothing lies. */
  Put putIfAbsent(String key, byte[] content);

  /** Puts whatever lies there. */
  void put(String key, byte[] content);

  /** {@return the content, or empty if nothing lies there} */
  Optional<byte[]> read(String key);

  /**
   * Brings an object to a file, which is replaced, without holding it in memory.
   *
   * @return what was brought, all of it; empty if nothing lies there, the file is then untouched
   */
  Optional<Downloaded> download(String key, Path file);

  /** {@return the size, or empty if nothing lies there} */
  OptionalLong size(String key);

  /**
   * Copies inside the bucket, without the bytes passing through here.
   *
   * @return false if nothing lies at {@code from}
   */
  boolean copy(String from, String to);

  /** Deletes; a key where nothing lies is no error. */
  void delete(String key);

  /**
   * {@return at most {@code limit} keys with that prefix that are greater than {@code after}, in
   * order}
   */
  List<String> list(String prefix, String after, int limit);
}
