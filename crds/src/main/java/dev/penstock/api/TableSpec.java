package dev.penstock.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A table of a database, read whole. */
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
        @Nullable List<String> columns) {}
