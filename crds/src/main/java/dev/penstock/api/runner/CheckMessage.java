package dev.penstock.api.runner;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import dev.penstock.api.ConnectionCapability;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What {@code penstock check} says of one connection; as a container's last words at most 4,096
 * bytes of JSON.
 *
 * @param connection its name
 * @param kind as the field of its spec: {@code postgres}
 * @param reachable whether it was connected to; none when nobody could find out
 * @param reason {@code Reachable}, or in CamelCase why it is not
 * @param message one sentence that names the connection
 * @param nextStep one sentence that says what to do; none when it is reachable
 * @param capabilities what was asked for beyond that, in order
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record CheckMessage(
    @Nullable String connection,
    @Nullable String kind,
    @Nullable Boolean reachable,
    @Nullable String reason,
    @Nullable String message,
    @Nullable String nextStep,
    @Nullable List<ConnectionCapability> capabilities) {
  /** The reason of a connection that could be connected to. */
  public static final String REACHABLE = "Reachable";
}
