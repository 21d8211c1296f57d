package dev.penstock.sandbox.kubernetes.image;

import dev.penstock.sandbox.kubernetes.process.Folders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What a JVM has learnt of a program in a training run, so that the next start loads and links
 * those classes in one piece (JEP 483, 514 and 515). It is valid for exactly that JVM and those
 * jars, by size, time and order; a JVM that finds it invalid starts without it. JDK 25.0.3 does not
 * look at the jars (JDK-8377932), so whoever replaces one has to drop the cache.
 */
final class AotCache {
  static final String NAME = "penstock.aot";

  /** What Jib gives to every file of an image. */
  private static final FileTime IN_THE_IMAGE = FileTime.from(Instant.ofEpochSecond(1));

  private AotCache() {}

  /**
   * Makes it.
   *
   * @param java of the image
   * @param options of the program's JVM, as in the image but for what names folders of the image
   * @param jars in the order of the image's class path
   * @param work an empty folder, in which the cache is left
   * @throws IOException when the training run fails, or leaves no cache
   */
  static Path trained(
      Path java,
      List<String> options,
      List<Path> jars,
      String mainClass,
      Training training,
      Path work)
      throws IOException, InterruptedException {
    var copies = Files.createDirectory(work.resolve("jars"));
    var classPath = new ArrayList<String>();
    for (var jar : jars) {
      var copy = Files.copy(jar, copies.resolve(jar.getFileName()));
      Files.setLastModifiedTime(copy, IN_THE_IMAGE);
      classPath.add(copy.toString());
    }
    var cache = work.resolve(NAME);
    var program = new ArrayList<>(List.of(java.toString(), "-XX:AOTCacheOutput=" + cache));
    program.addAll(options);
    program.addAll(List.of("-cp", String.join(":", classPath), mainClass));
    try {
      training.run(program);
    } catch (IOException e) {
      throw new IOException(
          "The training run of %s failed, so its image is not made: %s"
              .formatted(mainClass, e.getMessage()),
          e);
    }
    Folders.delete(copies);
    if (!Files.isRegularFile(cache)) {
      throw new IOException(
          "The training run of %s left no cache, so its image is not made".formatted(mainClass));
    }
    return cache;
  }
}
