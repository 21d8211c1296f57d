package dev.penstock.api;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import org.jspecify.annotations.Nullable;

/** What a run does where an existing table and its rows differ. No column is ever dropped. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SchemaSpec(
    @JsonPropertyDescription(
            "newColumn says what becomes of a column that the table does not have: Add gives it to"
                + " the table, nullable, so that rows that are there hold NULL; with Ignore the table"
                + " goes without, the dataset has it. None: Add.")
        @JsonFormat(with = JsonFormat.Feature.READ_UNKNOWN_ENUM_VALUES_USING_DEFAULT_VALUE)
        @Nullable NewColumnPolicy newColumn,
    @JsonPropertyDescription(
            "widerType says what becomes of a text that is longer than its VARCHAR: Widen alters the"
                + " column before the commit. No other type can be widened in place; those are refused"
                + " with the statements to run. None: Widen.")
        @JsonFormat(with = JsonFormat.Feature.READ_UNKNOWN_ENUM_VALUES_USING_DEFAULT_VALUE)
        @Nullable WiderTypePolicy widerType,
    @JsonPropertyDescription(
            "missingColumn says what becomes of a column of the table that the rows do not have and"
                + " that has no default: with SetNull new rows hold NULL there. None: Fail.")
        @JsonFormat(with = JsonFormat.Feature.READ_UNKNOWN_ENUM_VALUES_USING_DEFAULT_VALUE)
        @Nullable MissingColumnPolicy missingColumn,
    @JsonPropertyDescription(
            "narrowerType says what becomes of a column of the table that is wider than the rows"
                + " need, as BIGINT for INTEGER: Keep leaves it. None: Keep.")
        @JsonFormat(with = JsonFormat.Feature.READ_UNKNOWN_ENUM_VALUES_USING_DEFAULT_VALUE)
        @Nullable NarrowerTypePolicy narrowerType) {}
