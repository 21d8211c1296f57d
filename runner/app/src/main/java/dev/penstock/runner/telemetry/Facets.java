package dev.penstock.runner.telemetry;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** The facets that events hold, each of a schema of its own. */
final class Facets {
  static final String PRODUCER = "https://penstock.dev/runner";
  static final String RUN_EVENT =
      "https://openlineage.io/spec/2-0-2/OpenLineage.json#/$defs/RunEvent";

  static final String ENGINE = url("1-1-1", "ProcessingEngineRunFacet");
  static final String NOMINAL_TIME = url("1-0-1", "NominalTimeRunFacet");
  static final String ERROR = url("1-0-1", "ErrorMessageRunFacet");
  static final String TAGS = url("1-0-0", "TagsRunFacet");
  static final String JOB_TYPE = url("2-0-4", "JobTypeJobFacet");
  static final String SQL = url("1-1-0", "SQLJobFacet");
  static final String SCHEMA = url("1-2-0", "SchemaDatasetFacet");
  static final String COLUMN_LINEAGE = url("1-2-0", "ColumnLineageDatasetFacet");
  static final String INPUT_STATISTICS = url("1-0-0", "InputStatisticsInputDatasetFacet");
  static final String OUTPUT_STATISTICS = url("1-0-2", "OutputStatisticsOutputDatasetFacet");

  private Facets() {}

  private static String url(String version, String name) {
    return "https://openlineage.io/spec/facets/%s/%s.json#/$defs/%s".formatted(version, name, name);
  }

  /** Puts an empty facet of a schema there; {@return it} */
  static ObjectNode of(ObjectNode facets, String name, String schema) {
    return facets.putObject(name).put("_producer", PRODUCER).put("_schemaURL", schema);
  }

  /** Adds a column to the fields of a schema facet. */
  static void field(ArrayNode fields, String name, String type) {
    fields.addObject().put("name", name).put("type", type);
  }
}
