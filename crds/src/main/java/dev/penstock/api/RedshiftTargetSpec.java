package dev.penstock.api;

import com.fasterxml.jackson.annotation.JsonFormat;
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
        @Nullable List<String> sortKey,
    @JsonPropertyDescription(
            "grants are made on a table that is created, 0 to 16; one that exists keeps its own."
                + " None: its owner alone has rights.")
        @Size(max = 16)
        @Nullable List<GrantSpec> grants,
    @JsonPropertyDescription(
            "postSql are statements that run inside the publish transaction, after the rows and in"
                + " this order, 0 to 16, each of up to 4096 characters; what commits by itself, as"
                + " VACUUM and TRUNCATE, is refused. One that fails keeps the run unpublished. None:"
                + " nothing runs.")
        @Size(max = 16)
        @Nullable List<String> postSql,
    @JsonPropertyDescription(
            "documents says as what JSON columns are made, with the table or when they are added:"
                + " with Super the publish parses their texts. A column that exists stays what it is;"
                + " one of type SUPER is filled either way. None: Varchar.")
        @JsonFormat(with = JsonFormat.Feature.READ_UNKNOWN_ENUM_VALUES_USING_DEFAULT_VALUE)
        @Nullable DocumentsPolicy documents) {}
