package dev.penstock.runner.cli;

import dev.penstock.api.EtlPipelineSpec;
import dev.penstock.api.model.Connection;
import dev.penstock.api.model.ResourceName;
import dev.penstock.api.runner.ExitCode;
import dev.penstock.api.validation.Schedule;
import dev.penstock.runner.init.Destination;
import dev.penstock.runner.init.Draft;
import dev.penstock.runner.init.Drafts;
import dev.penstock.runner.init.ManifestFiles;
import dev.penstock.runner.init.TableChoice;
import dev.penstock.runner.init.TablePattern;
import dev.penstock.runner.source.postgres.PostgresInventory;
import dev.penstock.runner.spi.ConfigurationException;
import dev.penstock.runner.spi.Reason;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Writes a manifest for each table that a pattern names, from the catalog alone. */
@Command(
    name = "init",
    description =
        "Writes a manifest for each table that a pattern finds: keys, cursor and size by the"
            + " database's catalog, comments that say what was assumed. Reads no row, overwrites"
            + " nothing; docs/init.md tells how it decides.",
    mixinStandardHelpOptions = true,
    exitCodeOnInvalidInput = 78,
    exitCodeOnExecutionException = 70,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:written",
      "75:the database does not answer for now",
      "78:a pattern finds nothing, a file is there, or a connection is wrong"
    })
final class InitCommand implements Callable<Integer> {
  // Picocli puts the real one in.
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      arity = "1..*",
      paramLabel = "PATTERN",
      description = "Tables as schema.table, with * and ?, in quotes: 'public.*'.")
  private List<String> patterns = List.of();

  @Mixin private ConnectionFiles files = new ConnectionFiles();

  @Option(
      names = "--output",
      required = true,
      paramLabel = "DIR",
      description = "Where the manifests are written, one file for each table.")
  private Path output = Path.of("");

  @Option(
      names = "--connection",
      paramLabel = "NAME",
      description = "The database, if the files have several.")
  private @Nullable String connection;

  @Option(
      names = "--except",
      paramLabel = "PATTERN",
      description = "Tables that are not wanted all the same; may be repeated.")
  private List<String> except = List.of();

  @Option(
      names = "--s3",
      paramLabel = "NAME",
      description = "The connection of datasets and commit logs, if the files have several.")
  private @Nullable String lake;

  @Option(
      names = "--redshift",
      paramLabel = "NAME",
      description =
          "The warehouse, if the files have several; none writes datasets alone, as do files"
              + " without a warehouse.")
  private @Nullable String warehouse;

  @Option(
      names = "--path",
      paramLabel = "PREFIX",
      description =
          "Datasets lie below PREFIX/schema/table; without it the name of the database's"
              + " connection.")
  private @Nullable String path;

  @Option(
      names = "--schema",
      paramLabel = "SCHEMA",
      description = "The warehouse's schema for all tables; without it that of the source.")
  private @Nullable String schema;

  @Option(
      names = "--schedule",
      paramLabel = "CRON",
      description = "When they run, as \"15 * * * *\"; without it on request.")
  private @Nullable String schedule;

  @Option(
      names = "--prefix",
      paramLabel = "WORD",
      description =
          "What the names of pipelines and of the warehouse's tables begin with, so that those of two"
              + " databases differ.")
  private @Nullable String prefix;

  @Option(
      names = "--time-zone",
      paramLabel = "ZONE",
      description =
          "The zone of cursors that have none, as America/New_York or Etc/UTC; without it such a"
              + " cursor is refused.")
  private @Nullable String timeZone;

  @Option(
      names = "--force",
      description = "Overwrites files that are there, if they are about the same table.")
  private boolean force;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    var environment = new Environment(System.getenv());
    var home = files.home(environment);
    var wanted = patterns.stream().map(TablePattern::of).toList();
    var unwanted = except.stream().map(TablePattern::of).toList();
    var manifests = Manifests.read(files.named(), home);
    var checked = CheckedManifests.of(manifests);
    refuse(checked, "Correct the manifests; ./penstock validate -f says everything");
    var database = one(checked, Connection.Postgres.class, connection, "--connection");
    var destination = destination(checked, database.name());
    if (!database.allow().read()) {
      throw refused(
          "Connection %s does not allow Read".formatted(database.name()),
          "Name another with --connection, or add Read to its spec.allow.access");
    }
    PostgresInventory.Transactions transactions;
    Drafts drafts;
    try (var scratch = Scratch.below(environment.scratch());
        var inventory = PostgresInventory.open(database, files.secrets(manifests, scratch))) {
      var choice = TableChoice.of(inventory.entries(), wanted, unwanted, database);
      drafts = Drafts.of(choice, inventory.tables(choice.taken()), destination);
      transactions = inventory.transactions();
    }
    if (drafts.written().isEmpty()) {
      drafts.leftOut().forEach(one -> spec.commandLine().getErr().println(line(one)));
      throw refused(
          "Nothing that the patterns find can have a manifest; nothing was written",
          "Name other tables");
    }
    write(drafts, manifests, database.name(), home);
    tell(out, drafts, transactions);
    out.flush();
    return ExitCode.DONE.code();
  }

  private Destination destination(CheckedManifests checked, String source) {
    if (schedule != null && Schedule.parse(schedule).isEmpty()) {
      throw refused(
          "The schedule %s is not valid".formatted(OneLine.of(schedule)),
          "Write five fields, as \"15 * * * *\", or a macro as @daily");
    }
    if (prefix != null && !prefix.matches("[a-z]([-_a-z0-9]{0,18}[a-z0-9])?")) {
      throw refused(
          "The prefix %s is not valid".formatted(OneLine.of(prefix)),
          "Write at most 20 lower-case letters, digits, hyphens and underscores, a letter first");
    }
    if (timeZone != null && !ZoneId.getAvailableZoneIds().contains(timeZone)) {
      throw refused(
          "The time zone %s is not in the IANA database".formatted(OneLine.of(timeZone)),
          "Write a name as America/New_York or Etc/UTC");
    }
    return new Destination(
        source,
        one(checked, Connection.S3.class, lake, "--s3").name(),
        warehouse(checked).map(Connection::name),
        path == null ? source : path,
        Optional.ofNullable(schema),
        Optional.ofNullable(schedule),
        Optional.ofNullable(prefix),
        Optional.ofNullable(timeZone));
  }

  private Optional<Connection.Redshift> warehouse(CheckedManifests checked) {
    boolean none =
        checked.connections().values().stream().noneMatch(Connection.Redshift.class::isInstance);
    return "none".equals(warehouse) || warehouse == null && none
        ? Optional.empty()
        : Optional.of(one(checked, Connection.Redshift.class, warehouse, "--redshift"));
  }

  /** {@return the connection of that name, or the only one of its kind} */
  private static <C extends Connection> C one(
      CheckedManifests checked, Class<C> kind, @Nullable String name, String option) {
    var all =
        checked.connections().values().stream().filter(kind::isInstance).map(kind::cast).toList();
    var candidates = all.stream().filter(one -> name == null || name.equals(one.name())).toList();
    if (candidates.size() == 1) {
      return candidates.getFirst();
    }
    var word = kind.getSimpleName().toLowerCase(Locale.ROOT);
    var names = all.stream().map(Connection::name).sorted().collect(Collectors.joining(", "));
    if (all.isEmpty()) {
      throw refused(
          "The files have no connection of kind " + word, "Name the file that has it with -f");
    }
    throw refused(
        name == null
            ? "The files have %d connections of kind %s".formatted(all.size(), word)
            : "The files have no connection %s of kind %s".formatted(OneLine.of(name), word),
        "Name one of %s with %s".formatted(names, option));
  }

  private void write(Drafts drafts, Manifests manifests, String source, String home) {
    var texts =
        new TreeMap<>(
            drafts.written().stream().collect(Collectors.toMap(Draft::file, Draft::text)));
    var overwritten =
        texts.keySet().stream().map(output::resolve).map(InitCommand::absolute).toList();
    if (force) {
      new Overwritten(output, source, home).refuseOtherTables(drafts.written());
    }
    var others =
        manifests.pipelines.stream()
            .filter(pipeline -> !overwritten.contains(absolute(pipeline.file())))
            .toList();
    new ManifestFiles(output, texts, force)
        .write(staged -> {
          var all = Manifests.read(List.of(staged), home);
          all.pipelines.forEach(pipeline -> refuseNameOf(others, pipeline.name()));
          all.connections.addAll(manifests.connections);
          all.pipelines.addAll(others);
          refuse(
              CheckedManifests.of(all),
              "Correct that; what init would have written is not valid, and nothing was written");
        });
  }

  /** The name of a pipeline is its history: another table may not get it. */
  private static void refuseNameOf(
      List<Manifests.Resource<EtlPipelineSpec>> others, ResourceName name) {
    others.stream()
        .filter(other -> other.name().equals(name))
        .findFirst()
        .ifPresent(other -> {
          throw refused(
              "EtlPipeline/%s stands in %s already; nothing was written"
                  .formatted(name.name(), other.file()),
              "Tell the tables of another database apart with --prefix, or leave the table out with"
                  + " --except");
        });
  }

  private static Path absolute(Path path) {
    return path.toAbsolutePath().normalize();
  }

  private static void refuse(CheckedManifests checked, String next) {
    if (!checked.findings().isEmpty()) {
      throw refused(checked.findings().getFirst().line().replaceFirst("\\.$", ""), next);
    }
  }

  private static ConfigurationException refused(String message, String next) {
    return new ConfigurationException(Reason.INVALID_SPEC, message, next);
  }

  /** {@return what a cursor needs that the user does not see} */
  static Optional<String> hint(PostgresInventory.Transactions transactions) {
    return switch (transactions) {
      case SEEN -> Optional.empty();
      case HIDDEN ->
          Optional.of(
              "The user does not see the open transactions of other users, which a cursor needs: GRANT"
                  + " pg_read_all_stats to it, or state incremental.settle.");
      case ELSEWHERE ->
          Optional.of(
              "The database is a standby, which does not show the open transactions of its primary:"
                  + " state incremental.settle wherever there is a cursor, or name the primary in"
                  + " spec.postgres.host.");
    };
  }

  private void tell(PrintWriter out, Drafts drafts, PostgresInventory.Transactions transactions) {
    out.println(
        new TextTable(
            List.of("TABLE", "ROWS", "SIZE", "MODE", "CURSOR", "KEY", "FILE", "NOTES"),
            drafts.written().stream().map(InitCommand::row).toList()));
    if (!drafts.leftOut().isEmpty()) {
      out.println();
      drafts.leftOut().forEach(one -> out.println(line(one)));
    }
    out.println();
    if (drafts.written().stream().anyMatch(draft -> !draft.cursor().isEmpty())) {
      hint(transactions).ifPresent(out::println);
    }
    out.println(
        "%d manifests written to %s, %d tables left out. Next:"
            .formatted(drafts.written().size(), output, drafts.leftOut().size()));
    var named = files.named().stream().map(Path::toString).collect(Collectors.joining(" "));
    out.println("  ./penstock validate -f %s %s".formatted(output, named));
    out.println(
        "  ./penstock plan -f %s %s --pipeline %s --connect"
            .formatted(output, named, drafts.written().getFirst().names().pipeline()));
  }

  private static List<String> row(Draft draft) {
    return List.of(
        OneLine.of(draft.table()),
        draft.rows().isPresent() ? Figures.rows(draft.rows().getAsLong()) : "",
        draft.bytes().isPresent() ? Figures.bytes(draft.bytes().getAsLong()) : "",
        draft.mode(),
        OneLine.of(draft.cursor()),
        OneLine.of(draft.key()),
        draft.file(),
        String.join("; ", draft.notes()));
  }

  private static String line(TableChoice.LeftOut one) {
    return "left out %s: it %s".formatted(OneLine.of(one.entry().qualified()), one.reason());
  }
}
