package dev.penstock.api.pod;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import org.jspecify.annotations.Nullable;

/** Where the pod is placed, beyond nodeSelector. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record AffinitySpec(
    @JsonPropertyDescription("nodeAffinity chooses nodes by their labels. None: any.")
        @Nullable NodeAffinitySpec nodeAffinity,
    @JsonPropertyDescription(
            "podAffinity places the pod near others of its namespace. None: anywhere.")
        @Nullable PodAffinitySpec podAffinity,
    @JsonPropertyDescription(
            "podAntiAffinity places the pod away from others of its namespace. None: anywhere.")
        @Nullable PodAffinitySpec podAntiAffinity) {}
