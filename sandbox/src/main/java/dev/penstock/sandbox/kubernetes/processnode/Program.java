package dev.penstock.sandbox.kubernetes.processnode;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What an image stands for on a process node.
 *
 * @param image the reference as pods name it
 * @param command words of this machine, which are not rewritten; {@code ${/scratch}} in a word
 *     stands for the directory that the pod has mounted at /scratch
 */
public record Program(String image, List<String> command) {
  public Program {
    command = List.copyOf(command);
    if (image.isBlank() || command.isEmpty()) {
      throw new IllegalArgumentException("A program has an image and a command");
    }
  }

  /**
   * The runner from the jars of its distribution.
   *
   * @param jars the folder of the jars
   */
  public static Program runner(Path jars) {
    return java(
        "penstock.local/runner:process",
        List.of("-XX:MaxMetaspaceSize=192m", "-Djava.io.tmpdir=${/tmp}"),
        jars,
        "dev.penstock.runner.cli.Main");
  }

  /** The operator from the jars of its distribution. */
  public static Program operator(Path jars) {
    return java(
        "penstock.local/operator:process",
        List.of("-Xmx256m", "-Djava.io.tmpdir=${/tmp}"),
        jars,
        "dev.penstock.operator.Main");
  }

  /** A main class, run by the Java that runs this. */
  public static Program java(String image, List<String> flags, Path jars, String mainClass) {
    var words = new ArrayList<String>();
    words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    words.addAll(List.of("-XX:+ExitOnOutOfMemoryError", "-XX:-UsePerfData"));
    words.add("--enable-native-access=ALL-UNNAMED");
    words.addAll(flags);
    words.addAll(List.of("-cp", jars.toAbsolutePath() + "/*", mainClass));
    return new Program(image, words);
  }
}
