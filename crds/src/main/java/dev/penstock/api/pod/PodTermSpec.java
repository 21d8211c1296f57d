package dev.penstock.api.pod;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/** Pods of the same namespace, and what near means. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PodTermSpec(
    @JsonPropertyDescription(
            "labelSelector says which pods of the namespace are meant; {} means all.")
        @Required
        @Nullable LabelSelectorSpec labelSelector,
    @JsonPropertyDescription(
            "topologyKey is the label of nodes whose equal values mean near, as"
                + " kubernetes.io/hostname.")
        @Required
        @Size(min = 1, max = 317)
        @Nullable String topologyKey) {}
