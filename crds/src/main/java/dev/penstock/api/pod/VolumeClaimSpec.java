package dev.penstock.api.pod;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The claim that is made for each pod. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record VolumeClaimSpec(
    @JsonPropertyDescription("accessModes of the claim. None: ReadWriteOnce.")
        @Size(min = 1, max = 3)
        @JsonFormat(with = JsonFormat.Feature.READ_UNKNOWN_ENUM_VALUES_USING_DEFAULT_VALUE)
        @Nullable List<AccessMode> accessModes,
    @JsonPropertyDescription(
            "storageClassName of the claim. None: the default class of the cluster.")
        @Size(min = 1, max = 253)
        @Nullable String storageClassName,
    @JsonPropertyDescription("resources says how large it is.") @Required
        @Nullable VolumeClaimResourcesSpec resources) {}
