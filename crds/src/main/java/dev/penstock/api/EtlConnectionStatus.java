package dev.penstock.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a connection: who uses it, and what its last check has found; or, of one that
 * notifies, whether its messages arrive.
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record EtlConnectionStatus(
    @JsonPropertyDescription(
            "observedGeneration is the generation of the spec that this status is about. None: not"
                + " known.")
        @Nullable Long observedGeneration,
    @JsonPropertyDescription("kind of the connection, as the field of its spec. None: not known.")
        @Nullable String kind,
    @JsonPropertyDescription(
            "usedBy names pipelines of this namespace that use the connection, at most 20. None:"
                + " none does.")
        @Size(max = 20)
        @Nullable List<String> usedBy,
    @JsonPropertyDescription(
            "usedByCount is how many pipelines use the connection. None: not known.")
        @Nullable Integer usedByCount,
    @JsonPropertyDescription(
            "runs at work that use the connection, and of how many after a slash if spec.limits.runs"
                + " says so; at most 30 seconds old. None: not known.")
        @Nullable String runs,
    @JsonPropertyDescription(
            "lastCheckTime is when the last check ended, or could not be made (RFC 3339). None:"
                + " there was none.")
        @Nullable String lastCheckTime,
    @JsonPropertyDescription(
            "checkedHash is the hash of the spec that the last check was about. None: there was"
                + " none.")
        @Nullable String checkedHash,
    @JsonPropertyDescription(
            "checkedRequest is the value of the annotation penstock.dev/check that the last check has"
                + " answered. None: none was asked for.")
        @Nullable String checkedRequest,
    @JsonPropertyDescription(
            "conditions are Ready (the spec is valid, and the operator may use what notifies),"
                + " Reachable (the last check could connect), Permitted (its credentials may do what"
                + " runs need), Delivering (the newest message arrived). None: not looked at yet.")
        @Nullable List<StatusCondition> conditions,
    @JsonPropertyDescription(
            "capabilities that the last check has asked for, at most 16. None: there was none.")
        @Size(max = 16)
        @Nullable List<ConnectionCapability> capabilities,
    @JsonPropertyDescription(
            "notifyTest is the newest message of `penstock notify --test`. None: none was sent.")
        @Nullable NotifyTestStatus notifyTest) {
  /**
   * {@return what says nothing but the kind} The API server refuses a status of which nothing stays
   * once its only writer takes all of it back.
   *
   * @param kind of the connection; null: it has none
   */
  public static EtlConnectionStatus ofKind(@Nullable String kind) {
    return new EtlConnectionStatus(
        null, kind, null, null, null, null, null, null, null, null, null);
  }
}
