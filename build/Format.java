import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.FormatterException;
import com.google.googlejavaformat.java.ImportOrderer;
import com.google.googlejavaformat.java.JavaFormatterOptions;
import com.google.googlejavaformat.java.RemoveUnusedImports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Checks or applies google-java-format to every Java file of the reactor.
 *
 * <p>A source-file program, because the formatter parses with the compiler of the JVM that runs it:
 * inside Maven that may be 17, which can not read our Java 25 (docs/decisions/0002). The build
 * starts it with the toolchain's JDK.
 */
final class Format {
  public static void main(String[] args) throws IOException {
    boolean apply = args.length == 2 && args[1].equals("apply");
    List<Path> files;
    try (var tree = Files.walk(Path.of(args[0]))) {
      files =
          tree.filter(file -> file.toString().endsWith(".java"))
              // What a build made; below src/ "target" is a package of ours.
              .filter(file -> !file.toString().replaceFirst("/src/.*", "/").contains("/target/"))
              .sorted()
              .toList();
    }
    var wrong = new ConcurrentLinkedQueue<Path>();
    files.parallelStream().forEach(file -> format(file, apply, wrong));
    if (wrong.isEmpty()) {
      return;
    }
    System.err.println((apply ? "Formatted:" : "Not formatted:"));
    wrong.stream().sorted().forEach(file -> System.err.println("  " + file));
    if (!apply) {
      System.err.println("Run: mvn -N -q validate -Dformat=apply");
      System.exit(1);
    }
  }

  // A module's target folder lies beside its pom; a package may be called target too.
  private static boolean isSource(Path file) {
    for (Path folder = file; folder != null; folder = folder.getParent()) {
      if (folder.endsWith("target") && Files.exists(folder.resolveSibling("pom.xml"))) {
        return false;
      }
    }
    return true;
  }

  private static void format(Path file, boolean apply, ConcurrentLinkedQueue<Path> wrong) {
    try {
      String before = Files.readString(file);
      String imports =
          ImportOrderer.reorderImports(
              RemoveUnusedImports.removeUnusedImports(before), JavaFormatterOptions.Style.GOOGLE);
      String after = new Formatter().formatSource(imports);
      if (!before.equals(after)) {
        wrong.add(file);
        if (apply) {
          Files.writeString(file, after);
        }
      }
    } catch (IOException | FormatterException e) {
      throw new IllegalStateException("Can not format " + file + ": " + e.getMessage(), e);
    }
  }
}
