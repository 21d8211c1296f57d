package dev.penstock.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import org.jspecify.annotations.Nullable;

/** One pipeline whose commits another waits for. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record UpstreamStatus(
    @JsonPropertyDescription("name of the EtlPipeline.") @Required @Nullable String name,
    @JsonPropertyDescription(
            "uid begins the UID of the EtlPipeline whose commits these are; another of its name counts"
                + " anew. None: it has none.")
        @Nullable String uid,
    @JsonPropertyDescription(
            "commit is the number of its newest success that is known. None: it has none.")
        @Nullable Long commit,
    @JsonPropertyDescription(
            "taken is the number that the newest run made by spec.after is for. None: none was made.")
        @Nullable Long taken,
    @JsonPropertyDescription(
            "problem is Missing, NotReady, Suspended or Failed (its last run). None: none is known.")
        @Nullable String problem) {}
