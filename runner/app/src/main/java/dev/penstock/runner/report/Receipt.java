package dev.penstock.runner.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.penstock.api.TargetResult;
import java.util.List;
import java.util.Map;

/**
 * The full account of a committed run, written beside the log; nothing ever decides by it.
 *
 * @param read rows per source
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Receipt(
    String pipeline,
    String run,
    String attempt,
    String spec,
    long number,
    String scheduled,
    Map<String, Long> read,
    List<TargetResult> targets,
    List<Span> spans,
    long durationMillis) {
  private static final ObjectMapper JSON = new ObjectMapper();

  public Receipt {
    read = Map.copyOf(read);
    targets = List.copyOf(targets);
    spans = List.copyOf(spans);
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
