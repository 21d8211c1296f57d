package dev.penstock.sandbox.kubernetes.image;

import com.google.cloud.tools.jib.api.CacheDirectoryCreationException;
import com.google.cloud.tools.jib.api.Containerizer;
import com.google.cloud.tools.jib.api.InvalidImageReferenceException;
import com.google.cloud.tools.jib.api.Jib;
import com.google.cloud.tools.jib.api.JibContainerBuilder;
import com.google.cloud.tools.jib.api.RegistryException;
import com.google.cloud.tools.jib.api.TarImage;
import com.google.cloud.tools.jib.api.buildplan.AbsoluteUnixPath;
import com.google.cloud.tools.jib.api.buildplan.FileEntriesLayer;
import com.google.cloud.tools.jib.api.buildplan.FilePermissions;
import com.google.cloud.tools.jib.api.buildplan.Platform;
import dev.penstock.sandbox.kubernetes.process.FileMutex;
import dev.penstock.sandbox.kubernetes.process.Folders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Makes images as files, each once per content: the tag is a hash of all that goes into it, so a
 * reference always means the same bytes and a second build is a look into the cache.
 */
public final class Images {
  /** Change it when images of the same inputs become different ones. */
  static final String FORMAT = "4";

  private static final String REPOSITORY = "penstock.local/";
  private static final String USER = "10001";
  private static final String NATIVES = "/app/native";
  private static final String JARS = "/app/lib";
  private static final String AOT_CACHE = "/app/" + AotCache.NAME;

  /** Jars that an image made from ours brings along; behind our own, they leave the cache valid. */
  private static final String DRIVERS = "/app/drivers/*";

  /** Whoever was still using an older image of the same name has it in containerd. */
  private static final int KEPT = 3;

  private static final List<String> RUNNER_FLAGS =
      List.of(
          // DuckDB lives beside the heap and gets the larger part of the limit.
          "-XX:MaxRAMPercentage=25",
          "-XX:MaxMetaspaceSize=192m",
          "-XX:MaxDirectMemorySize=128m",
          "-Djava.io.tmpdir=/scratch",
          // Libraries call by reflection only a few times in a run; Java would make classes for
          // each signature, which a cache of Java 25 doesn't keep (docs/performance.md).
          "-Djdk.reflect.useNativeAccessorOnly=true",
          // The cache brings profiles, by which the second compiler would begin with everything at
          // once, on cores that a short run needs: four times the defaults (docs/performance.md).
          "-XX:Tier4InvocationThreshold=20000",
          "-XX:Tier4MinInvocationThreshold=2400",
          "-XX:Tier4CompileThreshold=60000",
          "-XX:Tier4BackEdgeThreshold=160000");
  private static final List<String> OPERATOR_FLAGS = List.of("-XX:MaxRAMPercentage=60");

  /** The root file system may be read-only, so no hsperfdata; exit code 3 is out of memory. */
  private static final List<String> FLAGS =
      List.of(
          "-XX:+ExitOnOutOfMemoryError", "-XX:-UsePerfData", "--enable-native-access=ALL-UNNAMED");

  private final Path images;
  private final Consumer<String> progress;

  /**
   * @param cache the user's cache of Penstock; the images go to its folder images
   * @param progress takes one line per image that has to be built
   */
  public Images(Path cache, Consumer<String> progress) {
    this.images = cache.resolve("images");
    this.progress = progress;
  }

  /** The image of the runner from the jars of its distribution, and a run that trains it. */
  public Image runner(List<Path> jars, Training training) throws IOException, InterruptedException {
    return java(
        "runner", "dev.penstock.runner.cli.Main", RUNNER_FLAGS, jars, Optional.of(training));
  }

  /** The image of the operator from the jars of its distribution. */
  public Image operator(List<Path> jars) throws IOException, InterruptedException {
    return java("operator", "dev.penstock.operator.Main", OPERATOR_FLAGS, jars);
  }

  /** An image that runs a main class, as user 10001, with a read-only root if one likes. */
  public Image java(String name, String mainClass, List<String> flags, List<Path> jars)
      throws IOException, InterruptedException {
    return java(name, mainClass, flags, jars, Optional.empty());
  }

  private Image java(
      String name,
      String mainClass,
      List<String> flags,
      List<Path> jars,
      Optional<Training> training)
      throws IOException, InterruptedException {
    Files.createDirectories(images);
    var base = BaseLayer.in(images, progress);
    var sorted = jars.stream().sorted(Comparator.comparing(Path::getFileName)).toList();
    var options = Stream.concat(FLAGS.stream(), flags.stream()).toList();
    var entrypoint = new ArrayList<>(List.of(BaseLayer.JAVA_HOME + "/bin/java"));
    training.ifPresent(trained -> entrypoint.add("-XX:AOTCache=" + AOT_CACHE));
    entrypoint.addAll(options);
    entrypoint.add("-Djava.library.path=" + NATIVES);
    // By name: the order is part of what a cache is valid for, and a wildcard has none.
    var classPath =
        sorted.stream().map(jar -> JARS + "/" + jar.getFileName()).collect(Collectors.joining(":"));
    entrypoint.addAll(
        List.of("-cp", training.isPresent() ? classPath + ":" + DRIVERS : classPath, mainClass));
    var inputs = new Fingerprint().add(FORMAT).add(base.key());
    inputs.add(String.join(" ", entrypoint));
    for (var jar : sorted) {
      inputs.add(jar.getFileName().toString()).add(jar);
    }
    return once(
        name,
        inputs.value(),
        work -> {
          var found = JarFiles.of(sorted, images);
          var files = training.isPresent() ? found.learnable(images) : found;
          var builder = scratch().setEntrypoint(entrypoint).setUser(USER);
          builder.addFileEntriesLayer(base(base));
          if (files.natives().isPresent()) {
            builder.addFileEntriesLayer(
                layer("natives", NATIVES, List.of(files.natives().get()), "644"));
          }
          builder.addFileEntriesLayer(layer("dependencies", JARS, files.dependencies(), "644"));
          builder.addFileEntriesLayer(layer("own", JARS, files.own(), "644"));
          if (training.isPresent()) {
            var cache =
                AotCache.trained(
                    base.java(),
                    trainingOptions(options, files, work),
                    files.inOrderOf(sorted),
                    mainClass,
                    training.get(),
                    work);
            builder.addFileEntriesLayer(layer("learnt", "/app", List.of(cache), "644"));
          }
          return builder;
        });
  }

  private static List<String> trainingOptions(List<String> options, JarFiles files, Path work) {
    var here = new ArrayList<>(options);
    here.removeIf(option -> option.startsWith("-Djava.io.tmpdir="));
    here.add("-Djava.io.tmpdir=" + work);
    files.natives().ifPresent(library -> here.add("-Djava.library.path=" + library.getParent()));
    return here;
  }

  /** The image every pod's first container comes from; containerd's configuration names it. */
  public Image pause(Path program) throws IOException, InterruptedException {
    Files.createDirectories(images);
    var key = new Fingerprint().add(FORMAT).add(program).value();
    var tar = images.resolve("pause-%s.tar".formatted(key));
    var image = new Image(REPOSITORY + "pause:1", tar);
    build(
        image,
        work ->
            scratch()
                .setEntrypoint("/pause")
                .setUser("65535")
                .addFileEntriesLayer(layer("pause", "/", List.of(program), "755")));
    return image;
  }

  private Image once(String name, String key, Content content)
      throws IOException, InterruptedException {
    var tar = images.resolve("%s-%s.tar".formatted(name, key));
    var image = new Image("%s%s:%s".formatted(REPOSITORY, name, key), tar);
    build(image, content);
    forgetOld(name);
    return image;
  }

  private void build(Image image, Content content) throws IOException, InterruptedException {
    if (Files.exists(image.tar())) {
      return;
    }
    try (var mutex = FileMutex.acquire(images.resolve("lock"), () -> {})) {
      if (Files.exists(image.tar())) {
        return;
      }
      var begun = System.nanoTime();
      var work = Files.createTempDirectory(images, "making-");
      try {
        var made = work.resolve("image.tar");
        content
            .builder(work)
            .containerize(
                Containerizer.to(TarImage.at(made).named(image.reference()))
                    .setOfflineMode(true)
                    .setToolName("penstock")
                    .setBaseImageLayersCache(images.resolve("layers"))
                    .setApplicationLayersCache(images.resolve("layers")));
        Files.move(made, image.tar(), StandardCopyOption.ATOMIC_MOVE);
      } catch (RegistryException
          | CacheDirectoryCreationException
          | ExecutionException
          | InvalidImageReferenceException e) {
        throw new IOException("Image %s can not be made".formatted(image.reference()), e);
      } finally {
        Folders.delete(work);
      }
      progress.accept(
          "images: %s built in %.1f s (%d MB)"
              .formatted(
                  image.reference(),
                  (System.nanoTime() - begun) / 1e9,
                  Files.size(image.tar()) / 1_000_000));
    }
  }

  private void forgetOld(String name) throws IOException {
    List<Path> old;
    try (var files = Files.list(images)) {
      old =
          files
              .filter(f -> f.getFileName().toString().matches(name + "-[0-9a-f]{12}\\.tar"))
              .sorted(Comparator.comparing(Images::modified).reversed())
              .skip(KEPT)
              .toList();
    }
    for (var file : old) {
      Files.deleteIfExists(file);
    }
  }

  private static Instant modified(Path file) {
    return Instant.ofEpochMilli(file.toFile().lastModified());
  }

  private static JibContainerBuilder scratch() {
    return Jib.fromScratch().setPlatforms(Set.of(new Platform(JarFiles.architecture(), "linux")));
  }

  private static FileEntriesLayer base(BaseLayer base) throws IOException {
    var layer = FileEntriesLayer.builder().setName("java");
    // Jib refuses an entry for / itself.
    try (var folders = Files.list(base.root())) {
      for (var folder : folders.sorted().toList()) {
        layer.addEntryRecursive(
            folder,
            AbsoluteUnixPath.get("/" + folder.getFileName()),
            (source, target) -> FilePermissions.fromOctalString(mode(source, target)));
      }
    }
    return layer.build();
  }

  private static String mode(Path source, AbsoluteUnixPath target) {
    if (Set.of("/tmp", "/scratch").contains(target.toString())) {
      return "777";
    }
    return Files.isDirectory(source) || Files.isExecutable(source) ? "755" : "644";
  }

  private static FileEntriesLayer layer(
      String name, String folder, List<Path> files, String permissions) {
    var layer = FileEntriesLayer.builder().setName(name);
    for (var file : files) {
      var target = AbsoluteUnixPath.get(folder).resolve(file.getFileName().toString());
      layer.addEntry(file, target, FilePermissions.fromOctalString(permissions));
    }
    return layer.build();
  }

  @FunctionalInterface
  private interface Content {
    /**
     * @param work an empty folder that is deleted when the image is made
     */
    JibContainerBuilder builder(Path work) throws IOException, InterruptedException;
  }
}
