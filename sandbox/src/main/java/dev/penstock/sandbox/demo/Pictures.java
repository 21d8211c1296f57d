package dev.penstock.sandbox.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The pictures of the documentation, cut out of what a real demo has printed. */
public record Pictures(List<String> transcript) {
  private static final List<Scene> SCENES =
      List.of(
          new Scene(
              "etlpipelines",
              "$ kubectl -n shop get etlpipelines",
              "Pipelines and their last runs"),
          new Scene("etlruns", "$ kubectl -n shop get etlruns", "Runs, one line each"),
          new Scene(
              "describe",
              "$ kubectl -n shop describe etlpipeline",
              "A pipeline that is refused says why"),
          new Scene("why", "$ ./penstock why", "Next", "One screen about a run"),
          new Scene("outcome", "EXAMPLE ", "Rows counted in every store"),
          new Scene("warehouse", "analytics=> ", "Rows in the warehouse"));

  /**
   * One picture.
   *
   * @param begin what its first line begins with
   * @param section the line from which on it ends before the next empty line; empty: the first
   */
  private record Scene(String name, String begin, String section, String title) {
    private Scene(String name, String begin, String title) {
      this(name, begin, "", title);
    }
  }

  public Pictures {
    transcript = List.copyOf(transcript);
  }

  /**
   * Writes one file per picture and returns them.
   *
   * @throws IllegalArgumentException when the transcript lacks one
   */
  public List<Path> write(Path folder) throws IOException {
    Files.createDirectories(folder);
    List<Path> files = new ArrayList<>();
    for (Scene scene : SCENES) {
      Path file = folder.resolve(scene.name() + ".svg");
      files.add(Files.writeString(file, new TerminalPicture(scene.title(), lines(scene)).svg()));
    }
    return files;
  }

  /** The last one: by then the demo has shown most. */
  private List<String> lines(Scene scene) {
    int begin = -1;
    for (int i = 0; i < transcript.size(); i++) {
      begin = transcript.get(i).startsWith(scene.begin()) ? i : begin;
    }
    if (begin < 0) {
      throw new IllegalArgumentException(
          "The demo has printed no line that begins with \"%s\"; take one at a level with a cluster"
              .formatted(scene.begin()));
    }
    List<String> rest = transcript.subList(begin, transcript.size());
    int from = scene.section().isEmpty() ? 0 : Math.max(0, rest.indexOf(scene.section()));
    int end = rest.subList(from, rest.size()).indexOf("");
    return rest.subList(0, end < 0 ? rest.size() : from + end);
  }
}
