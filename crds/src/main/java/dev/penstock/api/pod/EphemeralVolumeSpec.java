package dev.penstock.api.pod;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import org.jspecify.annotations.Nullable;

/** A volume that is made for each pod and goes when the pod is deleted. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record EphemeralVolumeSpec(
    @JsonPropertyDescription("volumeClaimTemplate is the claim that is made for each pod.")
        @Required
        @Nullable VolumeClaimTemplateSpec volumeClaimTemplate) {}
