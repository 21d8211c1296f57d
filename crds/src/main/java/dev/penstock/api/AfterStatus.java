package dev.penstock.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is known of the commits that a pipeline waits for. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record AfterStatus(
    @JsonPropertyDescription(
            "waitsFor names what the next run of this kind waits for, with what is in its way. None:"
                + " nothing is waited for.")
        @Nullable String waitsFor,
    @JsonPropertyDescription("run is the newest EtlRun made because others committed. None: none.")
        @Nullable String run,
    @JsonPropertyDescription("upstreams are the pipelines of spec.after, at most 16. None: none.")
        @Size(max = 16)
        @Nullable List<UpstreamStatus> upstreams) {}
