package dev.penstock.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import org.jspecify.annotations.Nullable;

/** What a run did to one target. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record TargetResult(
    @JsonPropertyDescription("name of the target.") @Required @Nullable String name,
    @JsonPropertyDescription("rows that the commit added. None: not known.") @Nullable Long rows,
    @JsonPropertyDescription("parts that the commit added. None: not known.") @Nullable Long parts,
    @JsonPropertyDescription("bytes of these parts. None: not known.") @Nullable Long bytes,
    @JsonPropertyDescription(
            "published is the number of the newest entry that the warehouse side has. None: no"
                + " warehouse side, or not known.")
        @Nullable Long published) {}
