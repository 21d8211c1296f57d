package dev.penstock.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import org.jspecify.annotations.Nullable;

/** Credentials by reference; never a value. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record CredentialsSpec(
    @JsonPropertyDescription(
            "secret holds username and password, or accessKeyId and secretAccessKey; and ca.crt where"
                + " the issuer of the server's certificate is your own.")
        @Required
        @Nullable SecretReference secret) {}
