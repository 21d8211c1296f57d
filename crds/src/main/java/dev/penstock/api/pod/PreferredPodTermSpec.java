package dev.penstock.api.pod;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import org.jspecify.annotations.Nullable;

/** Pods whose nearness is liked, or not. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PreferredPodTermSpec(
    @JsonPropertyDescription("weight against other preferences.") @Required @Min(1) @Max(100)
        @Nullable Integer weight,
    @JsonPropertyDescription("podAffinityTerm says which pods are meant.") @Required
        @Nullable PodTermSpec podAffinityTerm) {}
