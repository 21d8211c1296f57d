package dev.penstock.api;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rights on a table for somebody. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record GrantSpec(
    @JsonPropertyDescription(
            "to is who gets them: a user by name, GROUP and a name, ROLE and a name, or PUBLIC.")
        @Required
        @Size(min = 1, max = 133)
        @Nullable String to,
    @JsonPropertyDescription("privileges that are granted, 1 to 5.")
        @Required
        @Size(min = 1, max = 5)
        @JsonFormat(with = JsonFormat.Feature.READ_UNKNOWN_ENUM_VALUES_USING_DEFAULT_VALUE)
        @Nullable List<Privilege> privileges) {}
