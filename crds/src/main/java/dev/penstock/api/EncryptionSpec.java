package dev.penstock.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** With whose keys a store encrypts: exactly one kind. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value = "[has(self.s3), has(self.kms)].filter(x, x).size() == 1",
    message = "encryption has exactly one kind: write s3: {} or kms: {keyId: ...}")
public record EncryptionSpec(
    @JsonPropertyDescription(
            "s3 encrypts with keys that the store keeps itself (SSE-S3). None: kms.")
        @Nullable StoreKeySpec s3,
    @JsonPropertyDescription("kms encrypts with a key of KMS (SSE-KMS). None: s3.")
        @Nullable KmsSpec kms) {}
