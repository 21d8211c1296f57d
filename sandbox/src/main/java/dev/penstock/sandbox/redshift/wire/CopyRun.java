package dev.penstock.sandbox.redshift.wire;

import dev.penstock.sandbox.redshift.catalog.LoadJournal.Load;
import dev.penstock.sandbox.redshift.copy.CopySink;
import dev.penstock.sandbox.redshift.copy.LoadFailure;
import dev.penstock.sandbox.redshift.copy.LoadReport;
import dev.penstock.sandbox.redshift.copy.RowForm;
import dev.penstock.sandbox.redshift.copy.target.TargetColumn;
import dev.penstock.sandbox.redshift.sql.CopyCommand;
import dev.penstock.sandbox.redshift.sql.CopyOptions.Flag;
import dev.penstock.sandbox.redshift.sql.Literals;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The COPYs of one session, one after the other. */
final class CopyRun {
  private static final String ABSENT = "";

  /** Classes of errors that say nothing about the rows: lost, in conflict, out of room, ended. */
  private static final Set<String> NOT_OF_ROWS = Set.of("08", "40", "53", "57");

  private final Pipeline pipeline;
  private final int process;
  private final Loading loading;
  private final Pipeline.Outlet client;
  private final Strike faults;
  private long lastCount;
  private int lastId = -1;
  private boolean doneInBatch;
  private volatile boolean running;
  private volatile boolean cancelled;
  private Deadline late = new Deadline(0, 0);

  CopyRun(Pipeline pipeline, int process, Loading loading, Pipeline.Outlet client, Strike faults) {
    this.pipeline = pipeline;
    this.process = process;
    this.loading = loading;
    this.client = client;
    this.faults = faults;
  }

  boolean cancel() {
    if (running) {
      cancelled = true;
    }
    return running;
  }

  boolean doneInBatch() {
    return doneInBatch;
  }

  void batchEnded() {
    doneInBatch = false;
  }

  /** What {@code pg_last_copy_count()} answers is the session's and no rollback takes it back. */
  boolean tellPostgres() throws IOException {
    return pipeline
        .own(
            "SELECT set_config('penstock.last_copy_count', '%d', false), set_config('penstock.last_copy_id', '%d', false)"
                .formatted(lastCount, lastId))
        .isPresent();
  }

  void run(CopyCommand command) throws IOException {
    long begun = System.nanoTime();
    boolean checksOnly = command.options().has(Flag.NOLOAD);
    if (!checksOnly && !pipeline.lockForWriting(command.table())) {
      return;
    }
    Optional<Deadline> deadline = Deadline.since(begun, pipeline);
    if (deadline.isEmpty()) {
      return;
    }
    Optional<List<TargetColumn>> columns = new CopyTarget(pipeline, command).columns();
    if (columns.isEmpty()) {
      return;
    }
    if (!checksOnly && !pipeline.beginCopy(statement(command, columns.get()))) {
      return;
    }
    // Only from here on pg_last_copy_id() knows of it.
    Load load = new Load(process, loading.queries().incrementAndGet(), command);
    loading.journal().begun(load);
    lastId = load.query();
    lastCount = 0;
    cancelled = false;
    late = deadline.get();
    running = true;
    faults.copyBegins();
    try {
      if (checksOnly) {
        check(load, columns.get());
      } else {
        load(load, columns.get());
      }
    } finally {
      running = false;
    }
  }

  private static String statement(CopyCommand command, List<TargetColumn> columns) {
    String names =
        columns.stream()
            .map(column -> Literals.identifier(column.name()))
            .collect(Collectors.joining(", "));
    return "COPY %s (%s) FROM STDIN (FORMAT %s)"
        .formatted(command.table(), names, RowForm.of(command.format()));
  }

  private LoadReport read(Load load, List<TargetColumn> columns, CopySink sink)
      throws LoadFailure, IOException {
    try {
      return loading.objects().load(load.command(), columns, watched(load, sink), this::ended);
    } catch (IOException | RuntimeException e) {
      broken(load, e);
      throw e;
    }
  }

  /** The session ends with its COPY, which must not seem to run for ever. */
  private void broken(Load load, Exception cause) {
    try {
      loading.journal().failed(load, LoadFailure.cancelled());
    } catch (IllegalStateException e) {
      cause.addSuppressed(e);
    }
  }

  private Optional<Notice> endCopy(Load load) throws IOException {
    try {
      return pipeline.endCopy();
    } catch (IOException e) {
      broken(load, e);
      throw e;
    }
  }

  private CopySink watched(Load load, CopySink sink) {
    return new CopySink() {
      @Override
      public void accept(byte[] bytes, int length) throws IOException {
        sink.accept(bytes, length);
      }

      @Override
      public void read(long rows) throws IOException, LoadFailure {
        faults.copied(load.command(), rows);
      }
    };
  }

  private boolean ended() {
    return cancelled || late.passed();
  }

  private void load(Load load, List<TargetColumn> columns) throws IOException {
    LoadReport report;
    try {
      report = read(load, columns, pipeline::copyData);
    } catch (LoadFailure e) {
      running = false;
      loading.journal().failed(load, e);
      Notice postgres = pipeline.abandonCopy();
      pipeline.fail(postgres.sqlState().equals("57P01") ? postgres : worded(e));
      return;
    }
    running = false;
    Optional<Notice> problem = endCopy(load);
    if (problem.isPresent()) {
      failed(load, problem.get());
      return;
    }
    lastCount = report.rows();
    doneInBatch = true;
    loading.journal().completed(load, report);
    tell(load.command(), "%d record(s) loaded successfully.".formatted(report.rows()));
    completed(load.command(), report);
  }

  /** NOLOAD: everything but the table. */
  private void check(Load load, List<TargetColumn> columns) throws IOException {
    LoadReport report;
    try {
      report = read(load, columns, (bytes, length) -> {});
    } catch (LoadFailure e) {
      running = false;
      loading.journal().failed(load, e);
      pipeline.refuse(worded(e));
      return;
    }
    running = false;
    loading
        .journal()
        .completed(load, new LoadReport(0, 0, report.rejected(), report.errors(), report.files()));
    tell(load.command(), "%d record(s) could be loaded.".formatted(report.rows()));
    completed(load.command(), report);
  }

  private void completed(CopyCommand command, LoadReport report) throws IOException {
    if (report.rejected() > 0) {
      tell(
          command,
          "%d record(s) could not be loaded.  Check 'stl_load_errors' system table for details."
              .formatted(report.rejected()));
    }
    client.accept(Message.commandComplete("COPY"));
  }

  private void tell(CopyCommand command, String what) throws IOException {
    client.accept(
        Notice.info("Load into table '%s' completed, %s".formatted(command.bareTable(), what))
            .as('N'));
  }

  private Notice worded(LoadFailure failure) {
    if (ended()) {
      return Notice.CANCELLED;
    }
    Notice error = Notice.error("XX000", failure.words());
    return failure.detail().isEmpty() ? error : error.withDetail(failure.detail());
  }

  /** PostgreSQL itself refused a row that the rules of the load let pass, or couldn't go on. */
  private void failed(Load load, Notice postgres) throws IOException {
    if (NOT_OF_ROWS.stream().anyMatch(postgres.sqlState()::startsWith)) {
      loading.journal().failed(load, LoadFailure.cancelled());
      pipeline.fail(postgres);
      return;
    }
    CopyCommand command = load.command();
    String column = postgres.column().orElse(ABSENT);
    LoadFailure failure =
        postgres.sqlState().equals("23502")
            ? LoadFailure.ofTable(command, 1213, "Missing data for not-null field", column)
            : LoadFailure.ofTable(command, 1207, postgres.message(), column);
    loading.journal().failed(load, failure);
    pipeline.fail(Notice.error("XX000", failure.words()));
  }
}
