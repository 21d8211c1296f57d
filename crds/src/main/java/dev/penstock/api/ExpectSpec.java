package dev.penstock.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/** A condition that no row may break. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ExpectSpec(
    @JsonPropertyDescription(
            "sql is a condition on the columns of the relation in the SQL of the engine, as total >="
                + " 0; a row breaks it where it is false, not where it is NULL.")
        @Required
        @Size(min = 1, max = 4096)
        @Nullable String sql) {}
