package dev.penstock.runner.commit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentSkipListMap;

/** A bucket in memory, seen by one process. */
final class SimulatedBucket implements Bucket {
  /** What outlives every process. */
  static final class Objects {
    final NavigableMap<String, byte[]> byKey = new ConcurrentSkipListMap<>();
  }

  /** How the next conditional put goes wrong. */
  enum Lost {
    BEFORE_IT_WAS_STORED,
    AFTER_IT_WAS_STORED
  }

  private final Objects objects;
  private final Faults faults;
  private final Deque<Lost> lost = new ArrayDeque<>();

  SimulatedBucket(Objects objects, Faults faults) {
    this.objects = objects;
    this.faults = faults;
  }

  SimulatedBucket losing(Lost... replies) {
    lost.addAll(List.of(replies));
    return this;
  }

  @Override
  public String name() {
    return "acme-lake";
  }

  @Override
  public Put putIfAbsent(String key, byte[] content) {
    var fault = key.contains("/log/") ? lost.poll() : null;
    if (fault == Lost.BEFORE_IT_WAS_STORED) {
      return Put.UNKNOWN;
    }
    boolean stored = faults.effect(() -> objects.byKey.putIfAbsent(key, content.clone()) == null);
    if (fault == Lost.AFTER_IT_WAS_STORED) {
      return Put.UNKNOWN;
    }
    return stored ? Put.STORED : Put.TAKEN;
  }

  @Override
  public void put(String key, byte[] content) {
    faults.effect(() -> objects.byKey.put(key, content.clone()));
  }

  @Override
  public Optional<byte[]> read(String key) {
    return Optional.ofNullable(objects.byKey.get(key)).map(byte[]::clone);
  }

  @Override
  public Optional<Downloaded> download(String key, Path file) {
    return read(key)
        .map(content -> {
          try {
            Files.write(file, content);
            return new Downloaded(content.length, sha256(content));
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  static String sha256(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public OptionalLong size(String key) {
    var content = objects.byKey.get(key);
    return content == null ? OptionalLong.empty() : OptionalLong.of(content.length);
  }

  @Override
  public boolean copy(String from, String to) {
    return faults.effect(() -> {
      var content = objects.byKey.get(from);
      if (content != null) {
        objects.byKey.put(to, content);
      }
      return content != null;
    });
  }

  @Override
  public void delete(String key) {
    faults.effect(() -> objects.byKey.remove(key));
  }

  @Override
  public List<String> list(String prefix, String after, int limit) {
    return objects.byKey.tailMap(after, false).keySet().stream()
        .filter(key -> key.startsWith(prefix))
        .limit(limit)
        .toList();
  }
}
