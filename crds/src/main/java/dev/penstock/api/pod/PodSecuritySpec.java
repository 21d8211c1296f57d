package dev.penstock.api.pod;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Users and groups of the pod; all else is within restricted pod security and fixed. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PodSecuritySpec(
    @JsonPropertyDescription("runAsUser is the number of the user, never root. None: 10001.")
        @Min(1)
        @Max(2147483647)
        @Nullable Long runAsUser,
    @JsonPropertyDescription(
            "runAsGroup is the number of its first group, never root. None: 10001.")
        @Min(1)
        @Max(2147483647)
        @Nullable Long runAsGroup,
    @JsonPropertyDescription(
            "fsGroup is the group that volumes belong to, never root. None: 10001.")
        @Min(1)
        @Max(2147483647)
        @Nullable Long fsGroup,
    @JsonPropertyDescription(
            "supplementalGroups are further groups of the user, never root: 0 to 16. None:"
                + " no other.")
        @Size(max = 16)
        @Nullable List<Long> supplementalGroups) {}
