package dev.penstock.api.validation;

import dev.penstock.api.EtlConnectionSpec;
import dev.penstock.api.EtlPipelineSpec;
import dev.penstock.api.model.Connection;
import dev.penstock.api.model.Pipeline;
import dev.penstock.api.model.ResourceName;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The one validator: it returns every finding, in the order of the document, and does no I/O. */
public final class Validator {
  /**
   * Checks a connection by itself.
   *
   * @param name of the resource
   * @param spec as the API server holds it; null is a finding
   */
  public Checked<Connection> connection(String name, @Nullable EtlConnectionSpec spec) {
    throw new IllegalStateException("not written yet: " + name + spec);
  }

  /**
   * Checks a pipeline together with the connections of its namespace.
   *
   * @param connections every connection that exists, by name; one that is missing or of the wrong
   *     kind or wrong in itself is a finding at the place that names it
   */
  public Checked<Pipeline> pipeline(
      ResourceName id, @Nullable EtlPipelineSpec spec, Map<String, EtlConnectionSpec> connections) {
    throw new IllegalStateException("not written yet: " + id + spec + connections);
  }
}
