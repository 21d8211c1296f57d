package dev.penstock.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** A stretch of the cursor that is read again. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value = "!has(self.start) || !has(self.end) || timestamp(self.start) < timestamp(self.end)",
    message = "a window ends after its start")
public record WindowSpec(
    @JsonPropertyDescription("start is the first instant, as 2026-03-01T00:00:00Z.")
        @Required
        @Pattern("^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}([.][0-9]{1,6})?Z$")
        @Size(max = 32)
        @Nullable String start,
    @JsonPropertyDescription("end is the first instant after it, as 2026-03-02T00:00:00Z.")
        @Required
        @Pattern("^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}([.][0-9]{1,6})?Z$")
        @Size(max = 32)
        @Nullable String end) {}
