package dev.penstock.runner.commit.model;

import dev.penstock.runner.commit.Bucket.Put;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A request to S3: strongly consistent, each one atomic. A conditional put may end without a reply
 * (a lost one, a 409, a 500): it then has arrived, or arrives later, or never; or the SDK has asked
 * again and found its own object, which it reports as 412.
 */
sealed interface S3 extends Call {
  @Override
  default List<Outcome> troubled(World world) {
    return Call.unheard(this, world);
  }

  /** {@return whether nobody ever takes away or changes what lies at that key} */
  private static boolean stays(World world, String key) {
    return world.objects().containsKey(key)
        && (key.contains("/log/")
            || key.endsWith("/_penstock_log")
            || key.startsWith(Pipelines.LASTING));
  }

  private static boolean isProbe(String key) {
    return key.contains("/probe/");
  }

  /** {@code PutObject} with {@code If-None-Match: *}. */
  record PutIfAbsent(String key, String content) implements S3 {
    @Override
    public Outcome on(World world) {
      return world.objects().containsKey(key)
          ? new Outcome(world, Put.TAKEN)
          : new Outcome(world.put(key, content), Put.STORED);
    }

    @Override
    public List<Outcome> troubled(World world) {
      if (isProbe(key)) {
        // Nobody else has that key: without a reply the attempt ends, as at any later request.
        return List.of();
      }
      List<Outcome> outcomes = new ArrayList<>();
      outcomes.add(new Outcome(world.pending(this), Put.UNKNOWN));
      if (!world.objects().containsKey(key)) {
        outcomes.add(new Outcome(world.put(key, content), Put.TAKEN));
      }
      return outcomes;
    }

    @Override
    public boolean writes() {
      return true;
    }

    @Override
    public boolean commutes(World world) {
      return isProbe(key) || stays(world, key);
    }
  }

  /** {@code PutObject}. */
  record PutObject(String key, String content) implements S3 {
    @Override
    public Outcome on(World world) {
      return new Outcome(world.put(key, content), true);
    }

    @Override
    public boolean writes() {
      return true;
    }

    @Override
    public boolean commutes(World world) {
      return false;
    }
  }

  /** {@code GetObject}. */
  record Get(String key) implements S3 {
    @Override
    public Outcome on(World world) {
      return new Outcome(world, Optional.ofNullable(world.objects().get(key)));
    }

    @Override
    public boolean writes() {
      return false;
    }

    @Override
    public boolean commutes(World world) {
      return stays(world, key);
    }
  }

  /** {@code HeadObject}. */
  record Head(String key) implements S3 {
    @Override
    public Outcome on(World world) {
      var content = world.objects().get(key);
      return new Outcome(
          world, content == null ? OptionalLong.empty() : OptionalLong.of(content.length()));
    }

    @Override
    public boolean writes() {
      return false;
    }

    @Override
    public boolean commutes(World world) {
      return stays(world, key);
    }
  }

  /** {@code CopyObject}. */
  record Copy(String from, String to) implements S3 {
    @Override
    public Outcome on(World world) {
      var content = world.objects().get(from);
      return content == null
          ? new Outcome(world, false)
          : new Outcome(world.put(to, content), true);
    }

    @Override
    public boolean writes() {
      return true;
    }

    @Override
    public boolean commutes(World world) {
      return false;
    }
  }

  /** {@code DeleteObject}. */
  record Delete(String key) implements S3 {
    @Override
    public Outcome on(World world) {
      return new Outcome(world.objects().containsKey(key) ? world.delete(key) : world, true);
    }

    @Override
    public List<Outcome> troubled(World world) {
      return isProbe(key) ? List.of() : Call.unheard(this, world);
    }

    @Override
    public boolean writes() {
      return true;
    }

    @Override
    public boolean commutes(World world) {
      return isProbe(key);
    }
  }

  /** {@code ListObjectsV2}. */
  record Keys(String prefix, String after, int limit) implements S3 {
    @Override
    public Outcome on(World world) {
      return new Outcome(
          world,
          world.objects().tailMap(after + '\0').keySet().stream()
              .takeWhile(key -> key.startsWith(prefix) || key.compareTo(prefix) < 0)
              .filter(key -> key.startsWith(prefix))
              .limit(limit)
              .toList());
    }

    @Override
    public boolean writes() {
      return false;
    }

    @Override
    public boolean commutes(World world) {
      return false;
    }
  }
}
