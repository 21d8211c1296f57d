package dev.penstock.runner.change;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Optional;

/**
 * What becomes of a target.
 *
 * @param columns that come, go or get another type; all of them for a new target
 * @param unknown where further columns come from that nobody was asked about; empty: all are known
 * @param ddl the statement that makes its table, which is not there; absent: there is one, or
 *     nobody asked the warehouse
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record TargetChange(
    String name,
    Kind kind,
    List<ColumnChange> columns,
    List<String> unknown,
    Optional<String> ddl) {
  public TargetChange {
    columns = List.copyOf(columns);
    unknown = List.copyOf(unknown);
  }

  /** {@return whether there is anything to say} */
  boolean says() {
    return kind != Kind.SAME;
  }
}
