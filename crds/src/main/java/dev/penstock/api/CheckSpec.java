package dev.penstock.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Conditions on the rows of one relation; a run that breaks one commits nothing. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value =
        "has(self.notNull) || has(self.unique) || has(self.accepted) || has(self.range)"
            + " || has(self.expect)",
    message = "a check asks something: write notNull, unique, accepted, range or expect")
public record CheckSpec(
    @JsonPropertyDescription("name is what messages and the receipt call the check.")
        @Required
        @Pattern("^[a-z0-9]([-a-z0-9]*[a-z0-9])?$")
        @Size(max = 63)
        @Nullable String name,
    @JsonPropertyDescription("relation names the source or step whose rows are checked.")
        @Required
        @Size(max = 63)
        @Nullable String relation,
    @JsonPropertyDescription("notNull are columns that every row must have. None: any may lack.")
        @Size(min = 1, max = 64)
        @Nullable List<String> notNull,
    @JsonPropertyDescription(
            "unique are columns in which no two rows of a run may agree. None: not asked.")
        @Size(min = 1, max = 16)
        @Nullable List<String> unique,
    @JsonPropertyDescription("accepted lists the values that a column may have. None: any.")
        @Nullable AcceptedSpec accepted,
    @JsonPropertyDescription("range bounds a column. None: not bounded.") @Nullable RangeSpec range,
    @JsonPropertyDescription("expect is a condition in SQL. None: not asked.")
        @Nullable ExpectSpec expect) {}
