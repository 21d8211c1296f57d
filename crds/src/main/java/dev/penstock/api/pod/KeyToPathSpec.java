package dev.penstock.api.pod;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/** One key of a ConfigMap as a file. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record KeyToPathSpec(
    @JsonPropertyDescription("key in the ConfigMap.") @Required @Size(min = 1, max = 253)
        @Nullable String key,
    @JsonPropertyDescription("path of the file below the mount, without .. in it.")
        @Required
        @Size(min = 1, max = 512)
        @Nullable String path) {}
