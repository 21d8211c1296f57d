package dev.penstock.runner.cli;

import dev.penstock.api.model.Parameter;
import dev.penstock.api.model.Pipeline;
import dev.penstock.runner.spi.ConfigurationException;
import dev.penstock.runner.spi.Reason;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;

/** Values that one run gives to parameters of its pipeline instead of their defaults. */
final class ParameterValues {
  @Option(
      names = "--parameter",
      paramLabel = "NAME=VALUE",
      description = "A value for a declared parameter; may be repeated.")
  private Map<String, String> values = new LinkedHashMap<>();

  /**
   * {@return the pipeline with these values}
   *
   * @throws ConfigurationException for a name that is not declared and a value of another type; the
   *     value itself is not repeated
   */
  Pipeline in(Pipeline pipeline) {
    List<Parameter> parameters = new ArrayList<>();
    for (var parameter : pipeline.parameters()) {
      var value = values.getOrDefault(parameter.name(), parameter.value());
      if (!parameter.type().holds(value)) {
        throw new ConfigurationException(
            Reason.INVALID_SPEC,
            "The value of --parameter %s is not of its type".formatted(parameter.name()),
            "Write " + parameter.type().shape());
      }
      parameters.add(new Parameter(parameter.name(), parameter.type(), value));
    }
    var declared = pipeline.parameters().stream().map(Parameter::name).toList();
    for (var name : values.keySet()) {
      if (!declared.contains(name)) {
        throw new ConfigurationException(
            Reason.INVALID_SPEC,
            "Pipeline %s declares no parameter %s".formatted(pipeline.id(), name),
            declared.isEmpty()
                ? "Declare it in spec.parameters"
                : "Name one of %s, or declare it in spec.parameters"
                    .formatted(String.join(", ", declared)));
      }
    }
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
