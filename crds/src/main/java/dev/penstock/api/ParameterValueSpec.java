package dev.penstock.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/** The value that one run gives to a parameter of its pipeline. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ParameterValueSpec(
    @JsonPropertyDescription("name is that of a parameter which the pipeline declares.")
        @Required
        @Pattern("^[a-z_][a-z0-9_]*$")
        @Size(max = 63)
        @Nullable String name,
    @JsonPropertyDescription("value is one of the parameter's type, as text; no secret.")
        @Required
        @Size(max = 4096)
        @Nullable String value) {}
