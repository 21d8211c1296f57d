package dev.penstock.api.runner;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import dev.penstock.api.RunPhase;
import org.jspecify.annotations.Nullable;

/**
 * What a container says on the way: one line of JSON in its log, every ten seconds and at each new
 * phase. The operator reads the log's tail.
 *
 * @param event always {@link #EVENT}, which tells the line from all others
 * @param rows read from all sources so far; none before they are open
 * @param rowsExpected by the statistics of the sources; none when one of them has none
 * @param bytes read so far, as on the wire
 * @param bytesExpected likewise
 * @param millis since the attempt began
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ProgressLine(
    @Nullable String event,
    @JsonFormat(with = JsonFormat.Feature.READ_UNKNOWN_ENUM_VALUES_USING_DEFAULT_VALUE)
        @Nullable RunPhase phase,
    @Nullable Long rows,
    @Nullable Long rowsExpected,
    @Nullable Long bytes,
    @Nullable Long bytesExpected,
    @Nullable Long millis) {
  public static final String EVENT = "run-progress";
}
