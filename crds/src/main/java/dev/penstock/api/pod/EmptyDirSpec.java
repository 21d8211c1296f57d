package dev.penstock.api.pod;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** A directory that is empty when the pod starts and goes with it. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value = "!has(self.medium) || has(self.sizeLimit)",
    message = "an emptyDir in memory counts as memory of the pod: write sizeLimit")
public record EmptyDirSpec(
    @JsonPropertyDescription("medium that holds it. None: the disk of the node.")
        @JsonFormat(with = JsonFormat.Feature.READ_UNKNOWN_ENUM_VALUES_USING_DEFAULT_VALUE)
        @Nullable Medium medium,
    @JsonPropertyDescription(
            "sizeLimit as a quantity; above it the pod is evicted. Required with medium"
                + " Memory. None: the disk of the node.")
        @Size(max = 32)
        @Nullable String sizeLimit) {}
