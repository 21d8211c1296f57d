package dev.penstock.api.validation;

import dev.penstock.api.EtlConnectionSpec;
import dev.penstock.api.EtlPipelineSpec;
import dev.penstock.api.model.Connection;
import dev.penstock.api.model.Pipeline;
import dev.penstock.api.model.ResourceName;
import dev.penstock.api.validation.Checked.Invalid;
import dev.penstock.api.validation.Checked.Valid;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The one validator: it returns every finding, in the order of the document, never throws and does
 * no I/O. Threads may share it.
 */
public final class Validator {
  /**
   * Checks a connection by itself.
   *
   * @param name of the resource
   * @param spec as the API server holds it; null is a finding
   */
  public Checked<Connection> connection(String name, @Nullable EtlConnectionSpec spec) {
    var findings = new Findings();
    return checked(findings, new ConnectionCheck(findings, name).check(spec));
  }

  /**
   * Checks a pipeline together with the connections of its namespace.
   *
   * @param connections every connection that exists, by name; one that is missing or of the wrong
   *     kind or wrong in itself is a finding at the place that names it
   */
  public Checked<Pipeline> pipeline(
      ResourceName id, @Nullable EtlPipelineSpec spec, Map<String, EtlConnectionSpec> connections) {
    var findings = new Findings();
    var book = new ConnectionBook(id.namespace(), connections);
    return checked(findings, new PipelineCheck(findings, id, book).check(spec));
  }

  /**
   * Looks whether a pipeline waits for itself by way of others.
   *
   * @param pipelines every pipeline of its namespace, itself too, by name
   * @return what is wrong, with the path from the pipeline back to it; empty: nothing. One that
   *     waits for itself directly is found by {@link #pipeline}
   */
  public Optional<Finding> cycle(String name, Map<String, EtlPipelineSpec> pipelines) {
    return Cycles.through(name, pipelines);
  }

  private static <T> Checked<T> checked(Findings findings, Optional<T> value) {
    if (value.isPresent()) {
      return new Valid<>(value.get());
    }
    return new Invalid<>(findings.all());
  }
}
