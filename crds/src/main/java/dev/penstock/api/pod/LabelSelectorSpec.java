package dev.penstock.api.pod;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which pods are meant: those that meet all conditions. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record LabelSelectorSpec(
    @JsonPropertyDescription("matchLabels are labels that the pods have, up to 32. None: any.")
        @Nullable Map<String, String> matchLabels,
    @JsonPropertyDescription("matchExpressions are conditions on labels: 0 to 16. None: any.")
        @Size(max = 16)
        @Nullable List<LabelRequirementSpec> matchExpressions) {}
