package dev.penstock.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import org.jspecify.annotations.Nullable;

/** Credentials by reference; never a value. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
// Which of them is there is the validator's to say: a rule here would narrow what was served.
public record CredentialsSpec(
    @JsonPropertyDescription(
            "secret holds username and password, or accessKeyId and secretAccessKey; and ca.crt where"
                + " the issuer of the server's certificate is your own. Beside iam it holds ca.crt"
                + " alone. None: iam.")
        @Nullable SecretReference secret,
    @JsonPropertyDescription(
            "iam are temporary credentials of AWS, for s3 and redshift. None: what secret holds.")
        @Nullable IamSpec iam) {}
