package dev.penstock.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/** The part of the Pod API that is supported, by its own names. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RunnerPodSpec(
    @JsonPropertyDescription(
            "resources of the container runner. None: requests cpu 1 and memory 1Gi, limit memory"
                + " 1Gi.")
        @Nullable ResourcesSpec resources,
    @JsonPropertyDescription(
            "serviceAccountName of the pod. None: default. No API token is mounted in either case.")
        @Size(max = 253)
        @Nullable String serviceAccountName) {}
