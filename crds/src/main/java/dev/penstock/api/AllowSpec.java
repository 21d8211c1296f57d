package dev.penstock.api;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What pipelines may do over a connection; the grants of the database stay the real limit. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record AllowSpec(
    @JsonPropertyDescription("access that is allowed. None: Read and Write.")
        @Size(max = 2)
        @JsonFormat(with = JsonFormat.Feature.READ_UNKNOWN_ENUM_VALUES_USING_DEFAULT_VALUE)
        @Nullable List<Access> access,
    @JsonPropertyDescription("schemas that may be named. None: all.") @Size(max = 256)
        @Nullable List<String> schemas,
    @JsonPropertyDescription(
            "queries says whether pipelines may send SQL of their own, which can read any schema that"
                + " the user may. None: true without schemas, else false.")
        @Nullable Boolean queries) {}
