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
                + " anew. Behind a dot: the run that showed that its log had begun anew. None: it has"
                + " none.")
        @Nullable String uid,
    @JsonPropertyDescription(
            "commit is the number of its newest success that is known. None: it has none.")
        @Nullable Long commit,
    @JsonPropertyDescription(
            "taken is the number that the newest run made by spec.after is for. None: none was made.")
        @Nullable Long taken,
    @JsonPropertyDescription(
            "problem is Missing, NotReady, Suspended, Failed (its last run) or LogBehind. None: none is"
                + " known.")
        @Nullable String problem,
    @JsonPropertyDescription(
            "completionTime of the run that made the commit (RFC 3339): a later run with a lower number"
                + " tells that the log has begun anew. None: not known.")
        @Nullable String completionTime) {}
