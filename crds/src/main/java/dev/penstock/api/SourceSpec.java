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

/** One source: what to read ({@code table} or {@code query}) over which connection. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value = "has(self.table) != has(self.query)",
    message = "a source says what to read: write exactly one of table and query")
public record SourceSpec(
    @JsonPropertyDescription(
            "name is the relation that steps and targets use; letters, digits and underscores.")
        @Required
        @Pattern("^[a-z_][a-z0-9_]*$")
        @Size(max = 63)
        @Nullable String name,
    @JsonPropertyDescription("connection names an EtlConnection of the same namespace.")
        @Required
        @Size(max = 253)
        @Nullable String connection,
    @JsonPropertyDescription("table reads one table of a database. None: query says what is read.")
        @Nullable TableSpec table,
    @JsonPropertyDescription(
            "query reads the rows of a SELECT; the connection has to allow queries. None: table says"
                + " what is read.")
        @Nullable QuerySpec query,
    @JsonPropertyDescription(
            "columns says what becomes of the values of single columns, 0 to 256, before any step sees"
                + " them. None: they come as they are, and a text that is not UTF-8 is refused.")
        @Size(max = 256)
        @Nullable List<SourceColumnSpec> columns) {}
