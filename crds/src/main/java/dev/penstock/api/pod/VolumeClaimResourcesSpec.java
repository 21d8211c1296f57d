package dev.penstock.api.pod;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How large a claim is. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value = "'storage' in self.requests",
    message = "a claim has a size: write storage, as 20Gi")
public record VolumeClaimResourcesSpec(
    @JsonPropertyDescription("requests has the one key storage, a quantity.") @Required
        @Nullable Map<String, String> requests) {}
