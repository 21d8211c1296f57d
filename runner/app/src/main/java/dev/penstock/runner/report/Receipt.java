package dev.penstock.runner.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import dev.penstock.api.TargetResult;
import dev.penstock.runner.reconcile.ColumnTally;
import dev.penstock.runner.reconcile.Figure;
import dev.penstock.runner.reconcile.Tally;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The full account of a committed run, written beside the log as {@code receipts/<number>.json};
 * that every side held its entry by then is all that anybody decides by it. Fields only come, none
 * goes or changes its meaning; an empty optional is absent. Times are milliseconds since the
 * attempt began, amounts of time are milliseconds.
 *
 * @param pipeline {@code namespace/name}
 * @param run its UID
 * @param attempt the UID of the pod that committed
 * @param spec hash of what decided the run
 * @param number of the entry
 * @param scheduled when the run was due, as ISO 8601
 * @param read rows per source
 * @param readBytes bytes per source, as on the wire
 * @param targets what the commit did to each
 * @param waves per target whether and why not it was sealed in waves
 * @param checks every check with its counts; all have passed
 * @param watermarks per incremental source how far it is read
 * @param reconciled per target what its parts hold; its staging table held the same
 * @param advice sentences for the author, each without a full stop
 * @param stages each stage in sum
 * @param overlap how well the stages worked at the same time
 * @param peakMemoryBytes the most that the process has had
 * @param spans every piece of work
 * @param durationMillis of the attempt, without this receipt
 * @param tables those that had to be fitted to their rows
 * @param values per column whose policy may change values, how many it has changed
 * @param deleted per target that deletes, how many rows its table lost by that
 * @param telemetry what became of messages to other systems until now; absent: none are sent
 * @param spilledBytes the most that lay on scratch at once because the engine's memory was full, as
 *     far as seen
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record Receipt(
    String pipeline,
    String run,
    String attempt,
    String spec,
    long number,
    String scheduled,
    Map<String, Long> read,
    Map<String, Long> readBytes,
    List<TargetResult> targets,
    List<OfWaves> waves,
    List<OfCheck> checks,
    List<OfWatermark> watermarks,
    List<OfRows> reconciled,
    List<String> advice,
    List<Stage> stages,
    Overlap overlap,
    OptionalLong peakMemoryBytes,
    List<Span> spans,
    long durationMillis,
    List<OfTable> tables,
    List<OfValues> values,
    List<OfDeleted> deleted,
    Optional<OfTelemetry> telemetry,
    long spilledBytes) {
  private static final ObjectMapper JSON = new ObjectMapper().registerModule(new Jdk8Module());

  public Receipt {
    read = Collections.unmodifiableMap(new LinkedHashMap<>(read));
    readBytes = Collections.unmodifiableMap(new LinkedHashMap<>(readBytes));
    targets = List.copyOf(targets);
    waves = List.copyOf(waves);
    checks = List.copyOf(checks);
    watermarks = List.copyOf(watermarks);
    reconciled = List.copyOf(reconciled);
    advice = List.copyOf(advice);
    stages = List.copyOf(stages);
    spans = List.copyOf(spans);
    tables = List.copyOf(tables);
    values = List.copyOf(values);
    deleted = List.copyOf(deleted);
  }

  /**
   * Rows of a table whose keys were deletes, or did not come, counted before the commit.
   *
   * @param rows how many, perhaps none
   */
  public record OfDeleted(String target, long rows) {}

  /**
   * Messages to other systems.
   *
   * @param sent that arrived; those that tell of the end are not among them
   * @param failed that did not arrive
   */
  public record OfTelemetry(int sent, int failed) {}

  /**
   * Values that a policy has changed on their way.
   *
   * @param of whose column it is, as {@code target orders}
   * @param done {@code truncated}, {@code setNull} or {@code replaced}
   * @param values how many, perhaps none
   */
  public record OfValues(String of, String column, String done, long values) {}

  /**
   * A table and the rows that came, where they differed.
   *
   * @param table qualified
   * @param done what the attempt did about it, in words that follow the table's name
   */
  public record OfTable(String target, String table, List<String> done) {
    public OfTable {
      done = List.copyOf(done);
    }
  }

  /**
   * How a target was sealed.
   *
   * @param waves how many statements sealed it
   * @param source whose waves they were; absent: it was computed at once
   * @param reason why it was computed at once
   */
  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  public record OfWaves(
      String target, int waves, Optional<String> source, Optional<String> reason) {}

  /**
   * A check that has passed.
   *
   * @param rules in words
   * @param rows that it looked at
   */
  public record OfCheck(String check, String relation, long rows, List<String> rules) {
    public OfCheck {
      rules = List.copyOf(rules);
    }
  }

  /**
   * How far an incremental source is read.
   *
   * @param before the watermark that the run found, as ISO 8601; absent: the first one
   * @param after the watermark that it left
   * @param again how many delivered rows the next run reads again and leaves out
   * @param ahead how many rows lie far in the future and wait
   */
  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  public record OfWatermark(
      String source, Optional<String> before, String after, long again, long ahead) {}

  /**
   * The rows of a target in figures that do not depend on their order.
   *
   * @param staged whether a staging table was asked too, and said the same
   */
  public record OfRows(String target, long rows, boolean staged, List<OfColumn> columns) {
    public OfRows {
      columns = List.copyOf(columns);
    }

    /** {@return a tally as the receipt tells it} */
    public static OfRows of(String target, boolean staged, Tally tally) {
      return new OfRows(
          target, tally.rows(), staged, tally.columns().stream().map(OfColumn::of).toList());
    }
  }

  /**
   * A column of such rows.
   *
   * @param figures in decimal digits, by the name that {@link Figure} has in lower case
   */
  public record OfColumn(String column, Map<String, String> figures) {
    public OfColumn {
      figures = Collections.unmodifiableMap(new LinkedHashMap<>(figures));
    }

    private static OfColumn of(ColumnTally tally) {
      Map<String, String> figures = new LinkedHashMap<>();
      tally
          .figures()
          .forEach((figure, value) ->
              figures.put(figure.name().toLowerCase(Locale.ROOT), value.toPlainString()));
      return new OfColumn(tally.column(), figures);
    }
  }

  /** {@return itself as JSON} */
  public byte[] json() {
    try {
      return JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(this);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A receipt can not be written", e);
    }
  }
}
