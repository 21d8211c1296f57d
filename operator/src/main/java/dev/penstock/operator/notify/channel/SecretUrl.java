package dev.penstock.operator.notify.channel;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;

/** Addresses that are secret, because who knows them may post. */
final class SecretUrl {
  private SecretUrl() {}

  /** {@return the URL; empty: it is none that can be posted to} */
  static Optional<URI> url(String text) {
    try {
      var url = new URI(text);
      var scheme = url.getScheme();
      var web = "https".equalsIgnoreCase(scheme) || "http".equalsIgnoreCase(scheme);
      return web && url.getHost() != null ? Optional.of(url) : Optional.empty();
    } catch (URISyntaxException wrong) {
      return Optional.empty();
    }
  }
}
