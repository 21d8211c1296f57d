package dev.penstock.api.pod;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which nodes are meant: those that meet one of the terms. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record NodeSelectorSpec(
    @JsonPropertyDescription("nodeSelectorTerms of which a node meets at least one: 1 to 16.")
        @Required
        @Size(min = 1, max = 16)
        @Nullable List<NodeTermSpec> nodeSelectorTerms) {}
