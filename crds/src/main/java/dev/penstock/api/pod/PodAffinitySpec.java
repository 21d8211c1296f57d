package dev.penstock.api.pod;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Near which pods, or far from which, the pod is placed. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PodAffinitySpec(
    @JsonPropertyDescription(
            "requiredDuringSchedulingIgnoredDuringExecution lists terms that all hold"
                + " where the pod is placed: 0 to 16. None: anywhere.")
        @Size(max = 16)
        @Nullable List<PodTermSpec> requiredDuringSchedulingIgnoredDuringExecution,
    @JsonPropertyDescription(
            "preferredDuringSchedulingIgnoredDuringExecution lists terms that had better"
                + " hold: 0 to 16. None: all alike.")
        @Size(max = 16)
        @Nullable List<PreferredPodTermSpec> preferredDuringSchedulingIgnoredDuringExecution) {}
