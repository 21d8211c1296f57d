package dev.penstock.runner.change.show;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import dev.penstock.runner.change.Decision;
import dev.penstock.runner.change.EnvironmentChange;
import dev.penstock.runner.change.Report;
import java.util.List;

/**
 * A report as one JSON object, whose fields docs/plan.md lists.
 *
 * @param exit how the process ends, and why
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record JsonReport(
    int version,
    String from,
    String to,
    boolean connected,
    Exit exit,
    List<String> notes,
    List<EnvironmentChange> environments) {
  /** The exit code, and the line that decided it. */
  public record Exit(int code, String why) {}

  /** {@return the text, with line breaks} */
  public static String of(Report report, Decision decision) {
    var all =
        new JsonReport(
            report.version(),
            report.from(),
            report.to(),
            report.connected(),
            new Exit(decision.code().code(), decision.why()),
            report.notes(),
            report.environments());
    try {
      return JsonMapper.builder()
          .addModule(new Jdk8Module())
          .build()
          .writerWithDefaultPrettyPrinter()
          .writeValueAsString(all);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A report can not be written", e);
    }
  }
}
