package dev.penstock.api.pod;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** On which nodes the pod may be, or had better be. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record NodeAffinitySpec(
    @JsonPropertyDescription(
            "requiredDuringSchedulingIgnoredDuringExecution says on which nodes alone the"
                + " pod is placed. None: any.")
        @Nullable NodeSelectorSpec requiredDuringSchedulingIgnoredDuringExecution,
    @JsonPropertyDescription(
            "preferredDuringSchedulingIgnoredDuringExecution lists nodes that are liked: 0"
                + " to 16. None: all alike.")
        @Size(max = 16)
        @Nullable List<PreferredNodeTermSpec> preferredDuringSchedulingIgnoredDuringExecution) {}
