package dev.penstock.api;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Mail by an SMTP server; without credentials it has to relay for the operator. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record EmailSpec(
    @JsonPropertyDescription("host name or address of the SMTP server.")
        @Required
        @Size(min = 1, max = 253)
        @Nullable String host,
    @JsonPropertyDescription("port. None: 587, and 465 with Implicit.") @Min(1) @Max(65535)
        @Nullable Integer port,
    @JsonPropertyDescription(
            "tls: StartTls, Implicit or Disable, which never goes with credentials. None:"
                + " StartTls.")
        @JsonFormat(with = JsonFormat.Feature.READ_UNKNOWN_ENUM_VALUES_USING_DEFAULT_VALUE)
        @Nullable MailTls tls,
    @JsonPropertyDescription("from is the address that mails come from.")
        @Required
        @Size(min = 3, max = 254)
        @Nullable String from,
    @JsonPropertyDescription(
            "to are the addresses that mails go to: 1 to 20, each of up to 254 characters.")
        @Required
        @Size(min = 1, max = 20)
        @Nullable List<String> to) {}
