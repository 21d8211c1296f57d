package dev.penstock.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The values that a column may have. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record AcceptedSpec(
    @JsonPropertyDescription("column is compared as text; NULL is always accepted.")
        @Required
        @Size(min = 1, max = 128)
        @Nullable String column,
    @JsonPropertyDescription("values that are accepted, as text: 1 to 1000.")
        @Required
        @Size(min = 1, max = 1000)
        @Nullable List<String> values) {}
