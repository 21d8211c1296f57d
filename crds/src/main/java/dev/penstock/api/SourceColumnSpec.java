package dev.penstock.api;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/** What becomes of the values of one column of a source, before any step sees them. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SourceColumnSpec(
    @JsonPropertyDescription("name of the column, of those that the source reads.")
        @Required
        @Size(min = 1, max = 128)
        @Nullable String name,
    @JsonPropertyDescription(
            "invalidText says what becomes of a text whose bytes are not UTF-8: Replace puts U+FFFD"
                + " for each stretch of them, SetNull puts NULL in its place; both are counted. Not"
                + " for the column and the key of incremental. None: Fail.")
        @JsonFormat(with = JsonFormat.Feature.READ_UNKNOWN_ENUM_VALUES_USING_DEFAULT_VALUE)
        @Nullable InvalidTextPolicy invalidText) {}
