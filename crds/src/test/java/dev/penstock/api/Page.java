package dev.penstock.api;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/** The fenced blocks of a page of the documentation, in the order in which a reader meets them. */
public record Page(List<Block> blocks) {
  private static final String FENCE = "```";
  private static final Pattern FILE = Pattern.compile("`(etl/[a-z]+\\.yaml)`");

  /** The line right below a block that no test runs; what follows is the reason. */
  public static final String NOT_RUN = "Not run by the tests: ";

  public Page {
    blocks = List.copyOf(blocks);
  }

  /**
   * A block.
   *
   * @param heading of its section, without the marks
   * @param language as it stands behind the fence; empty when nothing does
   * @param file that the paragraph above names as the one to write
   * @param notRun why no test runs it
   */
  public record Block(
      String heading,
      String language,
      Optional<String> file,
      String text,
      Optional<String> notRun) {
    /** {@return its lines without comments and empty ones, each a command} */
    public List<String> commands() {
      return text.lines()
          .map(line -> line.replaceFirst("(^|\\s+)#.*", "").strip())
          .filter(line -> !line.isEmpty())
          .toList();
    }
  }

  /**
   * Reads a page.
   *
   * @param name below docs, as {@code tutorial.md}
   */
  public static Page read(String name) throws IOException {
    return parse(Files.readAllLines(docs().resolve(name)));
  }

  static Page parse(List<String> lines) {
    var blocks = new ArrayList<Block>();
    var heading = "";
    var above = new StringBuilder();
    for (int i = 0; i < lines.size(); i++) {
      var line = lines.get(i);
      if (line.startsWith(FENCE)) {
        int end = i + 1 + lines.subList(i + 1, lines.size()).indexOf(FENCE);
        if (end == i) {
          throw new IllegalArgumentException("The block in line %d has no end".formatted(i + 1));
        }
        blocks.add(
            new Block(
                heading,
                line.substring(FENCE.length()),
                file(above.toString()),
                String.join("\n", lines.subList(i + 1, end)) + "\n",
                notRun(end + 1 < lines.size() ? lines.get(end + 1) : "")));
        above.setLength(0);
        i = end;
      } else if (line.startsWith("#")) {
        heading = line.replaceFirst("^#+ ", "");
        above.setLength(0);
      } else if (!line.isEmpty()) {
        above.append(line).append('\n');
      }
    }
    return new Page(blocks);
  }

  private static Optional<String> file(String above) {
    var files = FILE.matcher(above).results().map(match -> match.group(1)).toList();
    return files.isEmpty() ? Optional.empty() : Optional.of(files.getLast());
  }

  private static Optional<String> notRun(String below) {
    return below.startsWith(NOT_RUN)
        ? Optional.of(below.substring(NOT_RUN.length()))
        : Optional.empty();
  }

  /** In the checkout, from whichever module. */
  private static Path docs() {
    var here = Path.of("").toAbsolutePath();
    while (!Files.isDirectory(here.resolve("docs"))) {
      here = Objects.requireNonNull(here.getParent(), "No folder docs above the module");
    }
    return here.resolve("docs");
  }
}
