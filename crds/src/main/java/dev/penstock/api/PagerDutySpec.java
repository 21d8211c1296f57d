package dev.penstock.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/** A service of PagerDuty by its Events API v2, whose routing key is in the Secret. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PagerDutySpec(
    @JsonPropertyDescription(
            "endpoint of the Events API for a gateway of your own, or another region's, as a URL."
                + " None: https://events.pagerduty.com.")
        @Size(max = 512)
        @Nullable String endpoint) {}
