package dev.penstock.api.pod;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** An environment variable of the container runner. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value = "!self.name.startsWith('PENSTOCK_')",
    message = "variables that begin with PENSTOCK_ belong to the operator: choose another name")
@ValidationRule(
    value =
        "!(self.name in ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY',"
            + " 'AWS_SESSION_TOKEN', 'PGPASSWORD'])",
    message =
        "env holds no credentials: put them into a Secret and name it in credentials"
            + " of the EtlConnection")
public record EnvSpec(
    @JsonPropertyDescription(
            "name of the variable; PENSTOCK_ and credentials of databases and buckets are refused.")
        @Required
        @Size(min = 1, max = 253)
        @Nullable String name,
    @JsonPropertyDescription("value as text; it is no place for a secret. None: empty.")
        @Size(max = 4096)
        @Nullable String value) {}
