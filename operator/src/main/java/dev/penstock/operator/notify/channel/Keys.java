package dev.penstock.operator.notify.channel;

import java.util.Map;
import java.util.Optional;

/** The values of a Secret while one letter is sent. It never shows them. */
public final class Keys {
  private final String secret;
  private final Map<String, String> values;

  /**
   * @param secret its name; empty: there is none
   */
  public Keys(String secret, Map<String, String> values) {
    this.secret = secret;
    this.values = Map.copyOf(values);
  }

  Optional<String> value(String key) {
    return Optional.ofNullable(values.get(key)).map(String::strip).filter(text -> !text.isEmpty());
  }

  Sent.Refused missing(String key) {
    return new Sent.Refused(
        "SecretKeyMissing", "Secret %s has no key %s. Add it.".formatted(secret, key));
  }

  Sent.Refused unusable(String key, String shape) {
    return new Sent.Refused(
        "SecretKeyInvalid",
        "Key %s of Secret %s is not %s. Correct it.".formatted(key, secret, shape));
  }

  @Override
  public String toString() {
    return "Keys of " + secret;
  }
}
