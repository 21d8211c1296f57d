package dev.penstock.runner.cli;

import dev.penstock.api.ParameterValueSpec;
import dev.penstock.api.model.Parameter;
import dev.penstock.api.model.Pipeline;
import dev.penstock.api.validation.GivenValues;
import dev.penstock.runner.spi.ConfigurationException;
import dev.penstock.runner.spi.Reason;
import java.util.List;
import picocli.CommandLine.Option;

/** Values that one run gives to parameters of its pipeline instead of their defaults. */
final class ParameterValues {
  @Option(
      names = "--parameter",
      paramLabel = "NAME=VALUE",
      description = "A value for a declared parameter; may be repeated.")
  private List<String> words = List.of();

  /**
   * {@return the pipeline with these values}
   *
   * @throws ConfigurationException for a name that is not declared or comes twice, and a value of
   *     another type; the value itself is not repeated
   */
  Pipeline in(Pipeline pipeline) {
    return in(pipeline, List.of());
  }

  /**
   * {@return the pipeline with these values, or if there are none with those of an EtlRun}
   *
   * @throws ConfigurationException as {@link #in(Pipeline)}
   */
  Pipeline in(Pipeline pipeline, List<ParameterValueSpec> asked) {
    var values = words.isEmpty() ? asked : words.stream().map(ParameterValues::value).toList();
    return switch (GivenValues.of(pipeline.id().toString(), pipeline.parameters(), values)) {
      case GivenValues.Fit(var parameters) -> with(pipeline, parameters);
      case GivenValues.Misfit(var message, var nextStep) ->
          throw new ConfigurationException(Reason.INVALID_SPEC, message, nextStep);
    };
  }

  private static ParameterValueSpec value(String word) {
    int sign = word.indexOf('=');
    if (sign < 1) {
      throw new ConfigurationException(
          Reason.INVALID_SPEC, "A --parameter is no name with a value", "Write it as NAME=VALUE");
    }
    return new ParameterValueSpec(word.substring(0, sign), word.substring(sign + 1));
  }

  private static Pipeline with(Pipeline pipeline, List<Parameter> parameters) {
    return new Pipeline(
        pipeline.id(),
        pipeline.hash(),
        pipeline.store(),
        pipeline.timing(),
        parameters,
        pipeline.sources(),
        pipeline.steps(),
        pipeline.checks(),
        pipeline.targets(),
        pipeline.pod());
  }
}
