package dev.penstock.api.pod;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A ConfigMap of the same namespace as files. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ConfigMapVolumeSpec(
    @JsonPropertyDescription(
            "name of the ConfigMap; names that the operator gives to its own change with"
                + " every spec.")
        @Required
        @Size(min = 1, max = 253)
        @Nullable String name,
    @JsonPropertyDescription(
            "items are the keys that become files: 0 to 64. None: all, by their names.")
        @Size(max = 64)
        @Nullable List<KeyToPathSpec> items,
    @JsonPropertyDescription("optional lets the pod start without the ConfigMap. None: false.")
        @Nullable Boolean optional) {}
