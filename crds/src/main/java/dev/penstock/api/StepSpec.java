package dev.penstock.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/** One SQL step in the dialect of the engine. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record StepSpec(
    @JsonPropertyDescription("name is the relation the step yields.")
        @Required
        @Pattern("^[a-z_][a-z0-9_]*$")
        @Size(max = 63)
        @Nullable String name,
    @JsonPropertyDescription("sql is one SELECT over sources and other steps.")
        @Required
        @Size(min = 1, max = 65536)
        @Nullable String sql) {}
