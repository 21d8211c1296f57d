package dev.penstock.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** Temporary credentials that AWS gives to a role. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value = "!has(self.externalId) || has(self.roleArn)",
    message = "externalId is told when a role is assumed: write roleArn, too, or remove it")
public record IamSpec(
    @JsonPropertyDescription(
            "roleArn is the role that the pod's own identity assumes by STS. None: the identity of"
                + " the pod itself.")
        @Size(min = 1, max = 2048)
        @Nullable String roleArn,
    @JsonPropertyDescription(
            "externalId that the role's trust policy demands, where the role is another party's."
                + " None: none is told.")
        @Size(min = 2, max = 1224)
        @Nullable String externalId,
    @JsonPropertyDescription(
            "sessionDuration is how long credentials hold, 15m to 1h; they are renewed while a run"
                + " works. None: 1h.")
        @Size(max = 32)
        @Nullable String sessionDuration,
    @JsonPropertyDescription(
            "dbUser is the user of a provisioned Redshift cluster to log in as. None: the user that"
                + " the cluster makes of the role, IAMR: and its name.")
        @Size(min = 1, max = 128)
        @Nullable String dbUser) {}
