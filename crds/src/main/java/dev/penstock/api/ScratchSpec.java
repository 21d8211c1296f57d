package dev.penstock.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/** The disk of a run. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ScratchSpec(
    @JsonPropertyDescription("size of the disk, as a quantity. None: 10Gi.") @Size(max = 32)
        @Nullable String size,
    @JsonPropertyDescription(
            "ephemeral takes the disk from a storage class: a claim for each pod that is"
                + " deleted with the pod, so that the history limits bound how many there are."
                + " None: an emptyDir on the disk of the node.")
        @Nullable EphemeralScratchSpec ephemeral) {}
