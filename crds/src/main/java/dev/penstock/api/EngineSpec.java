package dev.penstock.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** The engine that runs the steps. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(value = "has(self.duckdb)", message = "engine names one engine: write duckdb: {}")
public record EngineSpec(
    @JsonPropertyDescription(
            "duckdb runs the steps in the process of the runner. None: it is the only engine so"
                + " far.")
        @Nullable DuckDbEngineSpec duckdb) {}
