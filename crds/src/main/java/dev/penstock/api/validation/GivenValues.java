package dev.penstock.api.validation;

import dev.penstock.api.EtlPipelineSpec;
import dev.penstock.api.ParameterValueSpec;
import dev.penstock.api.model.Parameter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/** Values that one run gives to parameters of its pipeline instead of their defaults. */
public sealed interface GivenValues {
  /**
   * Every value is of a declared parameter and of its type.
   *
   * @param parameters all that are declared, with the values of the run
   */
  record Fit(List<Parameter> parameters) implements GivenValues {
    public Fit {
      parameters = List.copyOf(parameters);
    }
  }

  /**
   * A value that the pipeline can not take.
   *
   * @param message what is wrong, without a full stop; a value is not repeated
   * @param nextStep what to do, without a full stop
   */
  record Misfit(String message, String nextStep) implements GivenValues {}

  /**
   * Puts values in their places.
   *
   * @param pipeline as messages call it
   */
  static GivenValues of(
      String pipeline, List<Parameter> declared, List<ParameterValueSpec> values) {
    var given = new LinkedHashMap<String, String>();
    for (var one : values) {
      var name = one == null ? null : one.name();
      var value = one == null ? null : one.value();
      if (name == null || value == null) {
        return new Misfit("A parameter has no name or no value", "Write both");
      }
      if (given.put(name, value) != null) {
        return new Misfit(
            "Parameter %s has more than one value".formatted(Shown.of(name)), "Give it one");
      }
    }
    var names = declared.stream().map(Parameter::name).toList();
    for (var name : given.keySet()) {
      if (!names.contains(name)) {
        return new Misfit(
            "Pipeline %s declares no parameter %s".formatted(pipeline, Shown.of(name)),
            names.isEmpty()
                ? "Declare it in spec.parameters"
                : "Name one of %s, or declare it in spec.parameters"
                    .formatted(String.join(", ", names)));
      }
    }
    var parameters = new ArrayList<Parameter>();
    for (var parameter : declared) {
      var value = given.getOrDefault(parameter.name(), parameter.value());
      if (!parameter.type().holds(value)) {
        return new Misfit(
            "The value of parameter %s is not of its type".formatted(parameter.name()),
            "Write " + parameter.type().shape());
      }
      parameters.add(new Parameter(parameter.name(), parameter.type(), value));
    }
    return new Fit(parameters);
  }

  /** The same for a pipeline as the API server holds it; what is wrong in it is not declared. */
  static GivenValues of(String pipeline, EtlPipelineSpec spec, List<ParameterValueSpec> values) {
    var place = new Place(new Findings(), "Pipeline " + pipeline, "spec.parameters");
    return of(pipeline, ParameterCheck.parameters(place, spec.parameters()), values);
  }
}
