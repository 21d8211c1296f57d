package dev.penstock.api;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import org.jspecify.annotations.Nullable;

/** One thing that a check of a connection has asked for. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ConnectionCapability(
    @JsonPropertyDescription("name in CamelCase.") @Required @Nullable String name,
    @JsonPropertyDescription(
            "state is Available, Limited (it works in part), Missing (runs need it) or Unknown (the"
                + " other side can not be asked).")
        @JsonFormat(with = JsonFormat.Feature.READ_UNKNOWN_ENUM_VALUES_USING_DEFAULT_VALUE)
        @Required
        @Nullable CapabilityState state,
    @JsonPropertyDescription(
            "message is what was found, and what to do about it. None: nothing to say.")
        @Nullable String message) {

  /** {@return one that works} */
  public static ConnectionCapability available(String name, String message) {
    return new ConnectionCapability(name, CapabilityState.AVAILABLE, message);
  }

  /** {@return one that works in part} */
  public static ConnectionCapability limited(String name, String message) {
    return new ConnectionCapability(name, CapabilityState.LIMITED, message);
  }

  /** {@return one that runs need and that is not there} */
  public static ConnectionCapability missing(String name, String message) {
    return new ConnectionCapability(name, CapabilityState.MISSING, message);
  }

  /** {@return one that the other side can not be asked about} */
  public static ConnectionCapability unknown(String name, String message) {
    return new ConnectionCapability(name, CapabilityState.UNKNOWN, message);
  }

  /** {@return the same with at most so many characters of its message} */
  public ConnectionCapability cut(int length) {
    return message == null || message.length() <= length
        ? this
        : new ConnectionCapability(name, state, message.substring(0, length - 3) + "...");
  }
}
