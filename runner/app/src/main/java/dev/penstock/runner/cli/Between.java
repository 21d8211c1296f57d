package dev.penstock.runner.cli;

import dev.penstock.runner.change.Comparison;
import dev.penstock.runner.change.Decision;
import dev.penstock.runner.change.Knowledge;
import dev.penstock.runner.change.Offline;
import dev.penstock.runner.change.Report;
import dev.penstock.runner.change.Trees;
import dev.penstock.runner.change.show.JsonReport;
import dev.penstock.runner.change.show.MarkdownReport;
import dev.penstock.runner.change.show.TextReport;
import dev.penstock.runner.change.tree.State;
import dev.penstock.runner.spi.ConfigurationException;
import dev.penstock.runner.spi.Reason;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The options by which {@code plan} compares two states of manifests, and the comparison. */
final class Between {
  /** How a report is printed. */
  enum Output {
    TEXT,
    JSON,
    MARKDOWN
  }

  /** Words as they are typed, in small letters. */
  static final class OutputWords implements ITypeConverter<Output> {
    @Override
    public Output convert(String word) {
      return among(Output.values(), word);
    }
  }

  /** The same. */
  static final class FailOnWords implements ITypeConverter<Decision.FailOn> {
    @Override
    public Decision.FailOn convert(String word) {
      return among(Decision.FailOn.values(), word);
    }
  }

  private static <E extends Enum<E>> E among(E[] values, String word) {
    for (var value : values) {
      if (value.name().toLowerCase(Locale.ROOT).equals(word)) {
        return value;
      }
    }
    throw new TypeConversionException("'%s' is none of them".formatted(OneLine.of(word)));
  }

  @Option(
      names = "--from",
      paramLabel = "DIR|REV",
      description =
          "Plans a change: the manifests before it, a folder or a revision of git (git:NAME where a"
              + " folder has that name).")
  private @Nullable String from;

  @Option(names = "--to", paramLabel = "DIR|REV", description = "The manifests after it.")
  private @Nullable String to;

  @Option(
      names = "--path",
      defaultValue = ".",
      paramLabel = "FOLDER",
      description =
          "Where in a revision the manifests are, from the top of the repository"
              + " (${DEFAULT-VALUE}).")
  private String path = ".";

  @Option(
      names = "--repository",
      defaultValue = ".",
      paramLabel = "DIR",
      description = "The git repository that has the revisions (${DEFAULT-VALUE}).")
  private Path repository = Path.of(".");

  @Option(
      names = "--environment",
      paramLabel = "NAME",
      description = "Only this one; may be repeated. None: all.")
  private List<String> only = new ArrayList<>();

  @Option(
      names = "--connect",
      description =
          "Asks the sources and warehouses of the pipelines that change; with -f the warehouses, how"
              + " their tables fit. Opens no store and writes nothing.")
  private boolean connect;

  @Option(
      names = "--output",
      defaultValue = "text",
      paramLabel = "text|json|markdown",
      converter = OutputWords.class,
      description = "How a change is printed (${DEFAULT-VALUE}).")
  private Output output = Output.TEXT;

  @Option(
      names = "--fail-on",
      defaultValue = "breaking",
      paramLabel = "breaking|any|never",
      converter = FailOnWords.class,
      description = "Which changes end with another code than 0 (${DEFAULT-VALUE}).")
  private Decision.FailOn failOn = Decision.FailOn.BREAKING;

  @Option(
      names = "--at",
      paramLabel = "TIME",
      description =
          "From when on the next times of a schedule are told, as 2026-03-01T00:00:00Z. None: now.")
  private @Nullable String at;

  /** {@return whether a change is asked about} */
  boolean asked() {
    return from != null || to != null;
  }

  /** {@return whether sides are asked that a plan else says nothing about} */
  boolean connects() {
    return connect;
  }

  /**
   * Compares and prints.
   *
   * @param namespace of resources that name none
   * @param mounted where Secrets lie as files; empty: those of the manifests only
   * @param programs the PATH of the machine
   * @return how the process ends
   */
  int report(
      String namespace,
      Optional<Path> mounted,
      Optional<Path> parent,
      String programs,
      PrintWriter out)
      throws InterruptedException {
    if (from == null || to == null) {
      throw refused("Only one of --from and --to is written", "Write both");
    }
    var now = now();
    try (var scratch = Scratch.below(parent);
        var trees = Trees.open(scratch.path())) {
      var where = new State.Where(repository, path, programs, scratch.path());
      var states = new States(namespace, scratch.path(), List.copyOf(only));
      var before = states.read(State.of(from, where));
      var after = states.read(State.of(to, where));
      if (before.isEmpty() && after.isEmpty()) {
        throw refused(
            "There is no EtlPipeline and no EtlConnection in %s and %s".formatted(from, to),
            "Name the folder of the manifests, in a revision by --path"
                + (only.isEmpty() ? "" : ", and an environment that is there"));
      }
      var offline = new Offline(trees);
      Knowledge knowledge =
          connect ? Connected.ask(before, after, mounted, scratch.path(), offline) : offline;
      var report =
          new Comparison(trees, knowledge, now)
              .report(from, to, environments(before), environments(after), connect)
              .noting(notes(before, after));
      var decision = Decision.of(report, failOn);
      print(report, decision, out);
      return decision.code().code();
    }
  }

  private void print(Report report, Decision decision, PrintWriter out) {
    switch (output) {
      case TEXT -> TextReport.of(report, decision).forEach(out::println);
      case JSON -> out.println(JsonReport.of(report, decision));
      case MARKDOWN -> MarkdownReport.of(report, decision).forEach(out::println);
    }
    out.flush();
  }

  private static List<dev.penstock.runner.change.Environment> environments(
      List<States.Read> states) {
    return states.stream().map(States.Read::environment).toList();
  }

  private List<String> notes(List<States.Read> before, List<States.Read> after) {
    List<String> notes = new ArrayList<>();
    if (before.isEmpty()) {
      notes.add("%s holds no manifests: everything is new".formatted(from));
    }
    if (after.isEmpty()) {
      notes.add("%s holds no manifests: everything goes".formatted(to));
    }
    return notes;
  }

  private Instant now() {
    try {
      return at == null ? Instant.now() : Instant.parse(Objects.requireNonNull(at));
    } catch (DateTimeParseException e) {
      throw refused("--at has no time", "Write it as 2026-03-01T00:00:00Z");
    }
  }

  private static ConfigurationException refused(String message, String nextStep) {
    return new ConfigurationException(Reason.INVALID_SPEC, message, nextStep);
  }
}
