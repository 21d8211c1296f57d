package dev.penstock.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Requests and limits as in the Pod API, of cpu, memory and ephemeral-storage. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value =
        "!has(self.requests) || !has(self.limits) || self.requests.all(k, !(k in"
            + " self.limits) ||"
            + " quantity(string(self.requests[k])).compareTo(quantity(string(self.limits[k])))"
            + " <= 0)",
    message = "a request is at most its limit: raise the limit or lower the request")
@ValidationRule(
    value =
        "!has(self.limits) || !('memory' in self.limits) ||"
            + " quantity(string(self.limits['memory'])).compareTo(quantity('512Mi')) >= 0",
    message =
        "a runner needs memory for its heap and its engine: write limits.memory of 512Mi or more")
public record ResourcesSpec(
    @JsonPropertyDescription(
            "requests by resource name, as quantities. None: as much as limits say.")
        @Nullable Map<String, String> requests,
    @JsonPropertyDescription(
            "limits by resource name, as quantities; memory at least 512Mi. None: memory"
                + " 1Gi, or what is requested when that is more.")
        @Nullable Map<String, String> limits) {}
