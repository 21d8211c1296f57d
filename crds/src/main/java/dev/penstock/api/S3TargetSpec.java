package dev.penstock.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A dataset: committed Parquet parts below one path. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record S3TargetSpec(
    @JsonPropertyDescription("connection names an EtlConnection of kind s3.")
        @Required
        @Size(max = 253)
        @Nullable String connection,
    @JsonPropertyDescription("path is the key prefix of the dataset, without slashes at its ends.")
        @Required
        @Size(min = 1, max = 512)
        @Nullable String path,
    @JsonPropertyDescription(
            "partitionBy are the columns by whose values parts lie in directories p_<column>=<value>,"
                + " 1 to 8; the files keep the columns. None: no directories.")
        @Size(min = 1, max = 8)
        @Nullable List<String> partitionBy) {}
