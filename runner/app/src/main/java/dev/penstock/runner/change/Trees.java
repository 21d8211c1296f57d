package dev.penstock.runner.change;

import com.fasterxml.jackson.databind.JsonNode;
import dev.penstock.runner.engine.EngineSettings;
import dev.penstock.runner.engine.SqlRefused;
import dev.penstock.runner.engine.StepBinder;
import dev.penstock.runner.sql.SqlText;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Parse trees of SQL, each text read once. One caller at a time. */
public final class Trees implements AutoCloseable {
  private final StepBinder binder;
  private final Map<String, Optional<JsonNode>> known = new HashMap<>();

  private Trees(StepBinder binder) {
    this.binder = binder;
  }

  /**
   * Opens an empty database.
   *
   * @param scratch an existing directory
   */
  public static Trees open(Path scratch) {
    return new Trees(StepBinder.open(EngineSettings.smallest(scratch), List.of()));
  }

  /** {@return the tree of one SELECT; empty for what the engine's parser does not take} */
  Optional<JsonNode> of(String sql) {
    return known.computeIfAbsent(sql, this::parsed);
  }

  // A value has no part in names; the SQL of a source may be in words that only its database knows.
  private Optional<JsonNode> parsed(String sql) {
    try {
      return binder.parse(SqlText.of(sql).with(name -> "NULL"));
    } catch (SqlRefused e) {
      return Optional.empty();
    }
  }

  @Override
  public void close() {
    binder.close();
  }
}
