package dev.penstock.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/** A key of KMS. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record KmsSpec(
    @JsonPropertyDescription(
            "keyId is the ARN, the id or the alias of the key. None: the account's own key for S3.")
        @Size(min = 1, max = 2048)
        @Nullable String keyId) {}
