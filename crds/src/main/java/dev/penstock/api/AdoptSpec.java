package dev.penstock.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/** Takes what the targets hold for the beginning of their history. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record AdoptSpec(
    @JsonPropertyDescription(
            "watermark is the time, as 2026-03-01T00:00:00Z, up to which the targets hold every row"
                + " of the incremental sources; the next run reads from there on. Required if a"
                + " source is incremental. None: no source is.")
        @Pattern("^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}([.][0-9]{1,6})?Z$")
        @Size(max = 32)
        @Nullable String watermark) {}
