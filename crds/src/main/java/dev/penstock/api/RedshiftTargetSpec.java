package dev.penstock.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A table of the warehouse. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RedshiftTargetSpec(
    @JsonPropertyDescription("connection names an EtlConnection of kind redshift.")
        @Required
        @Size(max = 253)
        @Nullable String connection,
    @JsonPropertyDescription("table is schema.table in lower case; it is created when missing.")
        @Required
        @Pattern("^[a-z_][a-z0-9_$]*[.][a-z_][a-z0-9_$]*$")
        @Size(max = 255)
        @Nullable String table,
    @JsonPropertyDescription(
            "distKey is the distribution column of a table that is created. None: the warehouse"
                + " chooses.")
        @Size(max = 127)
        @Nullable String distKey,
    @JsonPropertyDescription(
            "sortKey are the sort columns of a table that is created. None: the warehouse chooses.")
        @Size(max = 16)
        @Nullable List<String> sortKey) {}
