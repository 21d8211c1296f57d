package dev.penstock.api;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/** A bucket of S3 or of a compatible store. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record S3Spec(
    @JsonPropertyDescription("bucket name.") @Required @Size(min = 3, max = 63)
        @Nullable String bucket,
    @JsonPropertyDescription("region of the bucket. None: us-east-1.") @Size(max = 32)
        @Nullable String region,
    @JsonPropertyDescription("endpoint of a compatible store, as a URL. None: AWS.")
        @Size(max = 512)
        @Nullable String endpoint,
    @JsonPropertyDescription(
            "pathStyle puts the bucket into the path instead of the host name. None: false.")
        @Nullable Boolean pathStyle,
    @JsonPropertyDescription(
            "encryption of every object that a run writes, by the store. None: what the bucket's own"
                + " default says.")
        @Nullable EncryptionSpec encryption,
    @JsonPropertyDescription(
            "checksums says when the store is told CRC32C, and asked for it. None: WhenSupported on"
                + " AWS, WhenRequired at an endpoint.")
        @JsonFormat(with = JsonFormat.Feature.READ_UNKNOWN_ENUM_VALUES_USING_DEFAULT_VALUE)
        @Nullable ChecksumMode checksums) {}
