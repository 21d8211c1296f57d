package dev.penstock.api;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The pipelines whose commits a pipeline waits for. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record AfterSpec(
    @JsonPropertyDescription(
            "pipelines are those whose commits are waited for: 1 to 16, of the same namespace.")
        @Required
        @Size(min = 1, max = 16)
        @Nullable List<UpstreamSpec> pipelines,
    @JsonPropertyDescription(
            "when says how many of them must have committed since the last run that this made: All or"
                + " Any. None: All.")
        @JsonFormat(with = JsonFormat.Feature.READ_UNKNOWN_ENUM_VALUES_USING_DEFAULT_VALUE)
        @Nullable AfterWhen when) {}
