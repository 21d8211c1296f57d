package dev.penstock.runner.spi;

import org.jspecify.annotations.Nullable;

/** The manifest, a connection or a right is wrong: the author has to act, a retry can not help. */
public final class ConfigurationException extends PenstockException {
  public ConfigurationException(Reason reason, String message, String nextStep) {
    this(reason, message, nextStep, null);
  }

  public ConfigurationException(
      Reason reason, String message, String nextStep, @Nullable Throwable cause) {
    super(Reason.Kind.CONFIGURATION, reason, message, nextStep, cause);
  }
}
