package dev.penstock.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** A named, approved endpoint of one environment: exactly one kind. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value = "[has(self.postgres), has(self.s3), has(self.redshift)].filter(x, x).size() == 1",
    message = "a connection has exactly one kind: write one of postgres, s3, redshift")
public record EtlConnectionSpec(
    @JsonPropertyDescription("postgres is a PostgreSQL database. None: another kind.")
        @Nullable PostgresSpec postgres,
    @JsonPropertyDescription("s3 is a bucket. None: another kind.") @Nullable S3Spec s3,
    @JsonPropertyDescription("redshift is a warehouse. None: another kind.")
        @Nullable RedshiftSpec redshift,
    @JsonPropertyDescription(
            "credentials to use; postgres and redshift need them. None: the identity of the pod (s3"
                + " only).")
        @Nullable CredentialsSpec credentials,
    @JsonPropertyDescription(
            "limits that all pipelines share. None: unlimited runs, 4 connections a run.")
        @Nullable LimitsSpec limits,
    @JsonPropertyDescription(
            "allow narrows what pipelines may do here. None: whatever the credentials may.")
        @Nullable AllowSpec allow) {}
