package dev.penstock.api;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/** A PostgreSQL database. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PostgresSpec(
    @JsonPropertyDescription("host name or address.") @Required @Size(min = 1, max = 253)
        @Nullable String host,
    @JsonPropertyDescription("port. None: 5432.") @Min(1) @Max(65535) @Nullable Integer port,
    @JsonPropertyDescription("database name.") @Required @Size(min = 1, max = 63)
        @Nullable String database,
    @JsonPropertyDescription("tls says how the server is checked. None: VerifyFull.")
        @JsonFormat(with = JsonFormat.Feature.READ_UNKNOWN_ENUM_VALUES_USING_DEFAULT_VALUE)
        @Nullable TlsMode tls,
    @JsonPropertyDescription(
            """
            extraction says how rows are read: Copy is the fastest; Cursor is for servers and \
            poolers that refuse COPY. None: Copy.\
            """)
        @JsonFormat(with = JsonFormat.Feature.READ_UNKNOWN_ENUM_VALUES_USING_DEFAULT_VALUE)
        @Nullable ExtractionMode extraction) {}
