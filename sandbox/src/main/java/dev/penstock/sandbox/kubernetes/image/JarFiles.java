package dev.penstock.sandbox.kubernetes.image;

import dev.penstock.sandbox.kubernetes.process.Folders;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * The jars of one image, sorted into layers by how often they change. DuckDB's jar carries a 70 MB
 * library for each of four platforms and would unpack one at every start: here the right one lies
 * in a folder of its own, the jar has none, and the pod needs no place to write it to.
 *
 * @param natives DuckDB's library, if the program uses DuckDB
 * @param dependencies jars of others
 * @param own jars of Penstock
 */
record JarFiles(Optional<Path> natives, List<Path> dependencies, List<Path> own) {
  private static final String DUCKDB = "duckdb_jdbc-";
  private static final String LIBRARY = "libduckdb_java.so";

  static JarFiles of(List<Path> jars, Path images) throws IOException {
    var natives = Optional.<Path>empty();
    var dependencies = new ArrayList<Path>();
    var own = new ArrayList<Path>();
    for (var jar : jars) {
      var name = jar.getFileName().toString();
      if (name.startsWith(DUCKDB)) {
        var unpacked = prepared("duckdb", jar, images, JarFiles::split);
        natives = Optional.of(unpacked.resolve(LIBRARY));
        dependencies.add(unpacked.resolve(name));
      } else {
        (name.startsWith("penstock-") ? own : dependencies).add(jar);
      }
    }
    return new JarFiles(natives, List.copyOf(dependencies), List.copyOf(own));
  }

  /** {@return the files that lie in the image under the names of these jars, in their order} */
  List<Path> inOrderOf(List<Path> jars) {
    var byName =
        Stream.concat(dependencies.stream(), own.stream())
            .collect(Collectors.toMap(Path::getFileName, file -> file));
    return jars.stream().map(jar -> byName.get(jar.getFileName())).toList();
  }

  /** {@return the same with every jar as a cache can learn it} */
  JarFiles learnable(Path images) throws IOException {
    return new JarFiles(natives, learnable(dependencies, images), learnable(own, images));
  }

  private static List<Path> learnable(List<Path> jars, Path images) throws IOException {
    var all = new ArrayList<Path>();
    for (var jar : jars) {
      all.add(
          LearnableJar.is(jar)
              ? jar
              : prepared("jar", jar, images, LearnableJar::make).resolve(jar.getFileName()));
    }
    return List.copyOf(all);
  }

  @FunctionalInterface
  private interface Preparation {
    void make(Path jar, Path folder) throws IOException;
  }

  private static Path prepared(String kind, Path jar, Path images, Preparation preparation)
      throws IOException {
    var folder =
        images.resolve(
            "%s-%s-%s".formatted(kind, Images.FORMAT, new Fingerprint().add(jar).value()));
    if (Files.isDirectory(folder)) {
      return folder;
    }
    var work = Files.createTempDirectory(images, kind + "-making-");
    try {
      var made = Files.createDirectory(work.resolve("made"));
      preparation.make(jar, made);
      Files.move(made, folder, StandardCopyOption.ATOMIC_MOVE);
    } catch (FileAlreadyExistsException | DirectoryNotEmptyException e) {
      // Another process has made the same meanwhile.
      return folder;
    } finally {
      Folders.delete(work);
    }
    return folder;
  }

  private static void split(Path jar, Path folder) throws IOException {
    var library = LIBRARY + "_linux_" + architecture();
    var name = jar.getFileName().toString();
    try (var in = new ZipFile(jar.toFile());
        var out = new ZipOutputStream(Files.newOutputStream(folder.resolve(name)))) {
      for (var entry : in.stream().toList()) {
        if (entry.getName().equals(library)) {
          Files.copy(in.getInputStream(entry), folder.resolve(LIBRARY));
        } else if (!entry.getName().startsWith("libduckdb_java.")) {
          var copy = new ZipEntry(entry.getName());
          copy.setTime(entry.getTime());
          out.putNextEntry(copy);
          in.getInputStream(entry).transferTo(out);
          out.closeEntry();
        }
      }
    }
    if (!Files.exists(folder.resolve(LIBRARY))) {
      throw new IOException("%s has no %s".formatted(name, library));
    }
  }

  /** As Docker and DuckDB call it: amd64 or arm64. */
  static String architecture() {
    var arch = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
    return arch.equals("aarch64") ? "arm64" : "amd64";
  }
}
