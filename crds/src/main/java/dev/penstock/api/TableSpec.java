package dev.penstock.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A table of a database, read whole or by increments. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record TableSpec(
    @JsonPropertyDescription("name is schema.table as the database spells it.")
        @Required
        @Size(min = 1, max = 257)
        @Nullable String name,
    @JsonPropertyDescription(
            "columns limits what is read, in this order. None: every column in the order of the"
                + " table.")
        @Size(max = 1600)
        @Nullable List<String> columns,
    @JsonPropertyDescription(
            "where is a condition in the SQL of the database that rows must meet, as region = 'EU' or"
                + " region = $region; the connection has to allow queries. None: all rows.")
        @Size(max = 4096)
        @Nullable String where,
    @JsonPropertyDescription(
            "splits is into how many pieces the table is cut that are read in parallel. None: as its"
                + " size and limits.connectionsPerRun suggest.")
        @Min(1)
        @Max(1024)
        @Nullable Integer splits,
    @JsonPropertyDescription(
            "incremental reads only what changed since the last committed run. None: every run reads"
                + " all rows.")
        @Nullable IncrementalSpec incremental) {}
