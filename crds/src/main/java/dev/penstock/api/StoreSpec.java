package dev.penstock.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/** Where the commit log and the receipts of a pipeline live. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record StoreSpec(
    @JsonPropertyDescription("connection names an EtlConnection of kind s3 in the same namespace.")
        @Required
        @Size(max = 253)
        @Nullable String connection,
    @JsonPropertyDescription(
            "prefix is the key prefix below which everything lies. None: _penstock.")
        @Size(max = 512)
        @Nullable String prefix) {}
