package dev.penstock.runner.change;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/**
 * What becomes of a connection; Secrets by name, never a value.
 *
 * @param fields that differ; none for a connection that comes or goes
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record ConnectionChange(
    String namespace, String name, Kind kind, List<FieldChange> fields, List<Effect> effects) {
  public ConnectionChange {
    fields = List.copyOf(fields);
    effects = List.copyOf(effects);
  }
}
