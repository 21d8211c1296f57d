package dev.penstock.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/** Rows of one SELECT in the source's own SQL. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record QuerySpec(
    @JsonPropertyDescription(
            "sql is one SELECT in the SQL of the database; $name stands for a parameter, which reaches"
                + " the database as a value.")
        @Required
        @Size(min = 1, max = 65536)
        @Nullable String sql) {}
