package dev.penstock.sandbox.redshift.wire;

import dev.penstock.sandbox.redshift.copy.LoadFailure;
import dev.penstock.sandbox.redshift.copy.RowBuffer;
import dev.penstock.sandbox.redshift.copy.TargetColumn;
import dev.penstock.sandbox.redshift.sql.CopyCommand;
import dev.penstock.sandbox.redshift.sql.Literals;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The COPYs of one session, one after the other. */
final class CopyRun {
  private static final String ABSENT = "";

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
    Optional<Deadline> deadline = Deadline.of(pipeline);
    if (deadline.isEmpty() || !pipeline.lockForWriting(command.table())) {
      return;
    }
    Optional<List<TargetColumn>> columns = columns(command);
    if (columns.isEmpty()) {
      return;
    }
    String names =
        columns.get().stream()
            .map(column -> Literals.identifier(column.name()))
            .collect(Collectors.joining(", "));
    if (!pipeline.beginCopy("COPY %s (%s) FROM STDIN".formatted(command.table(), names))) {
      return;
    }
    int query = loading.queries().incrementAndGet();
    cancelled = false;
    running = true;
    try {
      long rows = load(command, columns.get(), deadline.get());
      running = false;
      Optional<Notice> problem = pipeline.endCopy();
      if (problem.isEmpty()) {
        succeeded(command, query, rows);
      } else {
        failed(command, query, problem.get());
      }
    } catch (LoadFailure e) {
      running = false;
      Notice postgres = pipeline.abandonCopy();
      lastCount = 0;
      lastId = query;
      boolean ended = cancelled || deadline.get().passed();
      if (ended || postgres.sqlState().equals("57P01")) {
        pipeline.failAfterCopy(ended ? Notice.CANCELLED : postgres);
        return;
      }
      loading.errors().record(process, query, command.table(), e);
      pipeline.failAfterCopy(
          e.detail().isEmpty()
              ? Notice.error("XX000", e.words())
              : Notice.error("XX000", e.words()).withDetail(e.detail()));
    } finally {
      running = false;
    }
  }

  private long load(CopyCommand command, List<TargetColumn> columns, Deadline deadline)
      throws LoadFailure, IOException {
    faults.copyBegins();
    RowBuffer rows = new RowBuffer(pipeline::copyData, read -> faults.copied(command, read));
    loading.parquet().load(command, columns, rows, () -> cancelled || deadline.passed());
    rows.flush();
    return rows.rows();
  }

  private void succeeded(CopyCommand command, int query, long rows) throws IOException {
    lastCount = rows;
    lastId = query;
    doneInBatch = true;
    client.accept(
        Notice.info(
                "Load into table '%s' completed, %d record(s) loaded successfully."
                    .formatted(command.bareTable(), rows))
            .as('N'));
    client.accept(Message.commandComplete("COPY"));
  }

  /** PostgreSQL itself refused a row that the rules of the load let pass. */
  private void failed(CopyCommand command, int query, Notice postgres) throws IOException {
    lastCount = 0;
    lastId = query;
    if (postgres.sqlState().startsWith("57")) {
      pipeline.failAfterCopy(postgres);
      return;
    }
    LoadFailure failure =
        postgres.sqlState().equals("23502")
            ? LoadFailure.ofRow(
                command, 1213, "Missing data for not-null field", postgres.column().orElse(ABSENT))
            : LoadFailure.ofRow(
                command, 1207, postgres.message(), postgres.column().orElse(ABSENT));
    loading.errors().record(process, query, command.table(), failure);
    pipeline.failAfterCopy(Notice.error("XX000", failure.words()));
  }

  private Optional<List<TargetColumn>> columns(CopyCommand command) throws IOException {
    Optional<List<Message>> rows =
        pipeline.own(
            "SELECT attname, format_type(atttypid, atttypmod), attidentity FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped ORDER BY attnum"
                .formatted(Literals.text(command.table())));
    if (rows.isEmpty()) {
      return Optional.empty();
    }
    List<TargetColumn> all = new ArrayList<>();
    for (Message row : rows.get()) {
      Message.Reader in = row.reader();
      in.int16();
      all.add(new TargetColumn(in.text(in.int32()), in.text(in.int32()), in.int32() > 0));
    }
    if (command.columns().isEmpty()) {
      return Optional.of(all.stream().filter(column -> !column.identity()).toList());
    }
    List<TargetColumn> chosen = new ArrayList<>();
    for (String name : command.columns()) {
      Optional<TargetColumn> column =
          all.stream().filter(candidate -> candidate.name().equals(name)).findFirst();
      if (column.isEmpty()) {
        pipeline.refuse(
            Notice.error(
                "42703",
                "column \"%s\" of relation \"%s\" does not exist"
                    .formatted(name, command.bareTable())));
        return Optional.empty();
      }
      if (column.get().identity()) {
        pipeline.refuse(
            Notice.error(
                "0A000", "Identity column %s in a COPY needs EXPLICIT_IDS".formatted(name)));
        return Optional.empty();
      }
      chosen.add(column.get());
    }
    return Optional.of(chosen);
  }
}
