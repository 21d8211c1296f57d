package dev.penstock.api;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** A Redshift warehouse. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value = "!has(self.cluster) || !has(self.workgroup)",
    message = "a warehouse is a cluster or a workgroup: write one of them, or none")
public record RedshiftSpec(
    @JsonPropertyDescription("host name or address.") @Required @Size(min = 1, max = 253)
        @Nullable String host,
    @JsonPropertyDescription("port. None: 5439.") @Min(1) @Max(65535) @Nullable Integer port,
    @JsonPropertyDescription("database name.") @Required @Size(min = 1, max = 127)
        @Nullable String database,
    @JsonPropertyDescription("copyRole is the ARN of the role with which COPY reads the bucket.")
        @Required
        @Size(min = 1, max = 2048)
        @Nullable String copyRole,
    @JsonPropertyDescription("controlSchema holds the control tables. None: penstock.")
        @Pattern("^[a-z_][a-z0-9_$]*$")
        @Size(max = 127)
        @Nullable String controlSchema,
    @JsonPropertyDescription("tls says how the server is checked. None: VerifyFull.")
        @JsonFormat(with = JsonFormat.Feature.READ_UNKNOWN_ENUM_VALUES_USING_DEFAULT_VALUE)
        @Nullable TlsMode tls,
    @JsonPropertyDescription(
            "cluster is the name of the provisioned cluster, for credentials.iam. None: from the"
                + " host.")
        @Size(min = 1, max = 63)
        @Nullable String cluster,
    @JsonPropertyDescription(
            "workgroup is the name of the serverless workgroup, for credentials.iam. None: from the"
                + " host.")
        @Size(min = 1, max = 64)
        @Nullable String workgroup,
    @JsonPropertyDescription("region of the warehouse, for credentials.iam. None: from the host.")
        @Size(min = 1, max = 32)
        @Nullable String region) {}
