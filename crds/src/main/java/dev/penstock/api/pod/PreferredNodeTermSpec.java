package dev.penstock.api.pod;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import org.jspecify.annotations.Nullable;

/** Nodes that are liked. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PreferredNodeTermSpec(
    @JsonPropertyDescription("weight against other preferences.") @Required @Min(1) @Max(100)
        @Nullable Integer weight,
    @JsonPropertyDescription("preference says which nodes are liked.") @Required
        @Nullable NodeTermSpec preference) {}
