package dev.penstock.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/** A claim that is made for each pod and deleted with it. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record EphemeralScratchSpec(
    @JsonPropertyDescription(
            "storageClassName of the claim. None: the default class of the cluster.")
        @Size(min = 1, max = 253)
        @Nullable String storageClassName) {}
