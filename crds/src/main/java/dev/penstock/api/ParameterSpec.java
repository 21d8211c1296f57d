package dev.penstock.api;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/** A named value that SQL uses as {@code $name}. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ParameterSpec(
    @JsonPropertyDescription("name is how SQL writes it after a dollar sign.")
        @Required
        @Pattern("^[a-z_][a-z0-9_]*$")
        @Size(max = 63)
        @Nullable String name,
    @JsonPropertyDescription("type says what the value is. None: Text.")
        @JsonFormat(with = JsonFormat.Feature.READ_UNKNOWN_ENUM_VALUES_USING_DEFAULT_VALUE)
        @Nullable ParameterType type,
    @JsonProperty("default")
        @JsonPropertyDescription("default is the value of a run that gives no other, as text.")
        @Required
        @Size(max = 4096)
        @Nullable String defaultValue) {}
