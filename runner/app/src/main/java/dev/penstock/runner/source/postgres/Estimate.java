package dev.penstock.runner.source.postgres;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.postgresql.jdbc.PgConnection;

/**
 * What the server's planner expects of a statement; nothing of it is run.
 *
 * @param rows that it yields
 * @param bytes that they have together
 * @param scans whether it would read one of the tables from end to end
 */
record Estimate(long rows, long bytes, boolean scans) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * Asks the planner.
   *
   * @param tables as {@code schema.name}
   */
  static Estimate of(PgConnection session, String select, List<String> tables) throws SQLException {
    try (Statement statement = session.createStatement()) {
      statement.setEscapeProcessing(false);
      try (ResultSet row = statement.executeQuery("EXPLAIN (VERBOSE, FORMAT JSON) " + select)) {
        row.next();
        JsonNode plan = JSON.readTree(row.getString(1)).path(0).path("Plan");
        long rows = plan.path("Plan Rows").asLong();
        return new Estimate(rows, rows * plan.path("Plan Width").asLong(), scans(plan, tables));
      }
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("The server's plan is no JSON", e);
    }
  }

  private static boolean scans(JsonNode plan, List<String> tables) {
    String table = plan.path("Schema").asText() + "." + plan.path("Relation Name").asText();
    if (plan.path("Node Type").asText().equals("Seq Scan") && tables.contains(table)) {
      return true;
    }
    for (JsonNode below : plan.path("Plans")) {
      if (scans(below, tables)) {
        return true;
      }
    }
    return false;
  }
}
