package dev.penstock.operator.progress;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.penstock.api.RunPhase;
import dev.penstock.api.RunProgressStatus;
import dev.penstock.api.runner.ProgressLine;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds the progress in the end of a log, whatever else is in it. */
final class LogTail {
  /** A line of progress is far shorter. */
  private static final int LONGEST = 1024;

  private static final ObjectMapper JSON = new ObjectMapper();

  private LogTail() {}

  /** {@return what the last line of progress says; empty when there is none} */
  static Optional<RunProgressStatus> progress(String tail) {
    return tail.lines()
        .filter(line -> line.length() <= LONGEST)
        .filter(line -> line.startsWith("{") && line.contains(ProgressLine.EVENT))
        .flatMap(line -> parse(line).stream())
        .reduce((earlier, later) -> later);
  }

  private static Optional<RunProgressStatus> parse(String line) {
    try {
      var read = JSON.readValue(line, ProgressLine.class);
      return read == null || !ProgressLine.EVENT.equals(read.event())
          ? Optional.empty()
          : Optional.of(
              new RunProgressStatus(
                  read.phase() == RunPhase.UNKNOWN ? null : read.phase(),
                  count(read.rows()),
                  count(read.rowsExpected()),
                  count(read.bytes()),
                  count(read.bytesExpected())));
    } catch (JsonProcessingException notOurs) {
      return Optional.empty();
    }
  }

  private static @Nullable Long count(@Nullable Long number) {
    return number == null || number < 0 ? null : number;
  }
}
