package dev.penstock.runner.commit.model;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.penstock.runner.commit.Bucket;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** A bucket whose client is wrong in one thing. */
record MutatedBucket(Bucket bucket, Mutation mutation, Optional<String> log) implements Bucket {
  @Override
  public String name() {
    return bucket.name();
  }

  @Override
  public Put putIfAbsent(String key, byte[] content) {
    if (mutation == Mutation.PUTS_WITHOUT_THE_CONDITION && key.contains("/log/")) {
      bucket.put(key, content);
      return Put.STORED;
    }
    var put = bucket.putIfAbsent(key, content);
    return mutation == Mutation.BELIEVES_A_PUT_WITHOUT_REPLY && put == Put.UNKNOWN
        ? Put.STORED
        : put;
  }

  @Override
  public void put(String key, byte[] content) {
    bucket.put(key, content);
  }

  @Override
  public Optional<byte[]> read(String key) {
    return mutation == Mutation.IGNORES_CLAIMS && key.endsWith("/_penstock_log")
        ? log.map(id -> id.getBytes(UTF_8))
        : bucket.read(key);
  }

  @Override
  public Optional<Downloaded> download(String key, Path file) {
    return bucket.download(key, file);
  }

  @Override
  public OptionalLong size(String key) {
    return bucket.size(key);
  }

  @Override
  public boolean copy(String from, String to) {
    return bucket.copy(from, to);
  }

  @Override
  public void delete(String key) {
    if (mutation == Mutation.CLEARS_OTHER_DAYS && key.contains("/" + Program.DAYS)) {
      clearOtherDays(key);
    }
    if (mutation != Mutation.LEAVES_WHAT_IT_REPLACED || key.startsWith(Pipelines.STORE)) {
      bucket.delete(key);
    }
  }

  private void clearOtherDays(String key) {
    var path = key.substring(0, key.indexOf(Program.DAYS));
    var entry = key.substring(key.lastIndexOf('/') + 1, key.lastIndexOf('-') + 1);
    for (var other : bucket.list(path, path, 1000)) {
      if (other.contains("/" + entry)) {
        bucket.delete(other);
      }
    }
  }

  @Override
  public List<String> list(String prefix, String after, int limit) {
    return bucket.list(prefix, after, limit);
  }
}
