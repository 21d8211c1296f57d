package dev.penstock.sandbox.disk;

import dev.penstock.sandbox.DirectoryTree;
import dev.penstock.sandbox.kubernetes.process.FileMutex;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The user's cache, part by part: programs of Kubernetes, images, PostgreSQL, and the sandbox of
 * each checkout.
 *
 * @param cache its folder
 * @param items the largest first
 */
public record DiskUse(Path cache, List<Item> items) {
  private static final double MB = 1e6;

  /** Built anew when it is missing: these have a lock that the builder holds. */
  private static final List<String> BUILT = List.of("tools", "images");

  public DiskUse {
    items = List.copyOf(items);
  }

  /**
   * A part that goes as a whole.
   *
   * @param usedBy who uses it now, in words; empty: it can go
   */
  public record Item(Path path, long bytes, Optional<String> usedBy) {
    @Override
    public String toString() {
      return String.format(
          Locale.ROOT,
          "%8.1f MB  %s%s",
          bytes / MB,
          path,
          usedBy.map(user -> " (used by %s)".formatted(user)).orElse(""));
    }
  }

  /**
   * What {@link #clean} did.
   *
   * @param kept what somebody uses
   */
  public record Cleaned(List<Item> deleted, List<Item> kept) {
    public Cleaned {
      deleted = List.copyOf(deleted);
      kept = List.copyOf(kept);
    }

    /** How much is free again. */
    public long bytes() {
      return deleted.stream().mapToLong(Item::bytes).sum();
    }

    /** One line for a person. */
    public String sentence() {
      return String.format(
          Locale.ROOT,
          "%.0f MB are free again; %d parts are deleted, %d are in use and kept",
          bytes() / MB,
          deleted.size(),
          kept.size());
    }
  }

  /** Looks at the cache, which takes a second or two; changes nothing. */
  public static DiskUse of(Path cache) throws IOException {
    var users = Users.of(cache);
    var items = new ArrayList<Item>();
    for (var path : parts(cache)) {
      items.add(new Item(path, size(path), users.whoUses(path)));
    }
    items.sort(Comparator.comparingLong(Item::bytes).reversed());
    return new DiskUse(cache, items);
  }

  public long bytes() {
    return items.stream().mapToLong(Item::bytes).sum();
  }

  /** One line for a person. */
  public String sentence() {
    return String.format(
        Locale.ROOT, "%s holds %.0f MB in %d parts", cache, bytes() / MB, items.size());
  }

  /**
   * Deletes what nobody uses, asked again just before; what is under construction is kept. The next
   * start builds anew what it needs.
   */
  public static Cleaned clean(Path cache) throws IOException {
    var deleted = new ArrayList<Item>();
    var kept = new ArrayList<Item>();
    for (var item : of(cache).items()) {
      var user = item.usedBy().or(() -> deleteUnlessBuilt(cache, item.path()));
      if (user.isEmpty()) {
        deleted.add(item);
      } else {
        kept.add(new Item(item.path(), item.bytes(), user));
      }
    }
    return new Cleaned(deleted, kept);
  }

  /** The folders that go as a whole; small files such as locks and build times stay. */
  private static List<Path> parts(Path cache) throws IOException {
    var parts = new ArrayList<Path>();
    for (var folder : folders(cache)) {
      var name = folder.getFileName().toString();
      if (BUILT.contains(name) || name.equals("sandboxes")) {
        parts.addAll(name.equals("images") ? content(folder) : folders(folder));
      } else {
        parts.add(folder);
      }
    }
    return parts;
  }

  private static Optional<String> deleteUnlessBuilt(Path cache, Path path) {
    try {
      for (var built : BUILT) {
        if (path.startsWith(cache.resolve(built))) {
          var lock = FileMutex.tryAcquire(cache.resolve(built).resolve("lock"));
          if (lock.isEmpty()) {
            return Optional.of("a build that is under way");
          }
          try (var held = lock.get()) {
            DirectoryTree.delete(path);
            return Optional.empty();
          }
        }
      }
      DirectoryTree.delete(path);
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of("somebody else: it can't be deleted (%s)".formatted(e.getMessage()));
    }
  }

  private static List<Path> folders(Path folder) throws IOException {
    return list(folder, Files::isDirectory);
  }

  private static List<Path> content(Path folder) throws IOException {
    return list(folder, path -> !path.toString().endsWith("lock"));
  }

  private static List<Path> list(Path folder, DirectoryStream.Filter<Path> filter)
      throws IOException {
    var found = new ArrayList<Path>();
    if (Files.isDirectory(folder)) {
      try (var paths = Files.newDirectoryStream(folder, filter)) {
        paths.forEach(found::add);
      }
    }
    return found;
  }

  private static long size(Path path) throws IOException {
    var sum = 0L;
    try (var files = Files.walk(path)) {
      for (var file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
        sum += sizeOfFile(file);
      }
    } catch (UncheckedIOException e) {
      throw new IOException("The size of %s can't be read".formatted(path), e);
    }
    return sum;
  }

  private static long sizeOfFile(Path file) throws IOException {
    try {
      return Files.size(file);
    } catch (NoSuchFileException e) {
      // A running database removes its files while we count.
      return 0;
    }
  }
}
