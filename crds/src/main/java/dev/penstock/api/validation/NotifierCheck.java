package dev.penstock.api.validation;

import dev.penstock.api.EmailSpec;
import dev.penstock.api.EtlConnectionSpec;
import dev.penstock.api.MailTls;
import dev.penstock.api.SlackSpec;
import dev.penstock.api.model.Notifier;
import dev.penstock.api.model.Notifier.Transport;
import dev.penstock.api.validation.Finding.Reason;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The kinds of connections that tell people of incidents. */
final class NotifierCheck {
  private static final Pattern URL =
      Pattern.compile(
          "https?://([A-Za-z0-9.-]+|\\[[0-9A-Fa-f:.]+\\])(:[0-9]{1,5})?(/[\\w./~:@!$&'()*+,;=%-]*)?"
              + "(\\?[\\w./~:@!$&'()*+,;=%?-]*)?");
  private static final Pattern CHANNEL =
      Pattern.compile("#[^\\s#@,.:;\"'<>]{1,79}|[A-Z][A-Z0-9]{4,31}");
  private static final Pattern HOST = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9.:_-]*[A-Za-z0-9])?");
  // What goes into a header of a mail as it stands.
  private static final Pattern ADDRESS =
      Pattern.compile("[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?");

  private NotifierCheck() {}

  /** {@return the kinds, those that are not written null} */
  static Stream<@Nullable Object> kinds(EtlConnectionSpec spec) {
    return Stream.of(spec.slack(), spec.teams(), spec.email(), spec.pagerduty(), spec.webhook());
  }

  /** {@return the keys that the Secret of such a connection has, in words} */
  static String keys(EtlConnectionSpec spec) {
    if (spec.slack() != null) {
      return "token (of a bot) or webhook";
    }
    if (spec.teams() != null) {
      return "webhook";
    }
    if (spec.pagerduty() != null) {
      return "routingKey";
    }
    return spec.webhook() != null ? "signingKey" : "username and password";
  }

  /** {@return the notifier; empty: it is a connection of another kind} */
  static Optional<Notifier> of(Place top, EtlConnectionSpec spec) {
    Optional<Notifier> found = Optional.empty();
    if (spec.slack() != null) {
      found = Optional.of(slack(top.field("slack"), spec.slack()));
    }
    if (spec.teams() != null) {
      found = Optional.of(new Notifier.Teams());
    }
    if (spec.email() != null) {
      found = email(top.field("email"), spec.email(), spec.credentials() != null);
    }
    if (spec.pagerduty() != null) {
      var at = top.field("pagerduty");
      found =
          Optional.of(
              new Notifier.PagerDuty(
                  base(at, spec.pagerduty().endpoint(), "https://events.pagerduty.com")));
    }
    if (spec.webhook() != null) {
      found = Optional.of(new Notifier.Webhook(url(top.field("webhook"), spec.webhook().url())));
    }
    return found;
  }

  /** A channel by id or by name. */
  static String channel(Place place, @Nullable String channel) {
    return place.matching(
        channel,
        "channel",
        80,
        CHANNEL,
        "the id of a channel, as C0123456789, or its name as #data");
  }

  private static Notifier slack(Place place, SlackSpec spec) {
    var channel =
        spec.channel() == null
            ? Optional.<String>empty()
            : Optional.of(channel(place.field("channel"), spec.channel()));
    return new Notifier.Slack(channel, base(place, spec.endpoint(), "https://slack.com/api"));
  }

  private static URI base(Place place, @Nullable String endpoint, String absent) {
    if (endpoint == null) {
      return URI.create(absent);
    }
    var url = matching(place.field("endpoint"), endpoint, "endpoint");
    return URI.create(url.endsWith("/") ? url.substring(0, url.length() - 1) : url);
  }

  private static URI url(Place place, @Nullable String url) {
    return URI.create(matching(place.field("url"), url, "url"));
  }

  /** {@return a URL, or an empty text after a finding} */
  private static String matching(Place place, @Nullable String url, String what) {
    int mark = place.findings().mark();
    var text =
        place.matching(
            url,
            what,
            2048,
            URL,
            "a URL without a user and a password, as https://hooks.example.org/penstock");
    if (!text.isEmpty() && place.findings().mark() == mark) {
      try {
        return new URI(text).toString();
      } catch (java.net.URISyntaxException wrong) {
        place.refuse(
            Reason.INVALID,
            "has the %s %s, which is not valid".formatted(what, Shown.of(text)),
            "Write a URL, as https://hooks.example.org/penstock");
      }
    }
    return "";
  }

  private static Optional<Notifier> email(Place place, EmailSpec spec, boolean login) {
    int mark = place.findings().mark();
    var host =
        place
            .field("host")
            .matching(
                spec.host(),
                "host",
                253,
                HOST,
                "a host name or an address, without scheme and port");
    var transport = transport(place.field("tls"), spec.tls());
    var port =
        (int)
            place
                .field("port")
                .bounded(
                    spec.port(), "port", 1, 65535, transport == Transport.IMPLICIT ? 465 : 587);
    if (login && transport == Transport.PLAIN) {
      place
          .field("tls")
          .refuse(
              Reason.NOT_ALLOWED,
              "would send its password in plain text",
              "Write StartTls or Implicit, or remove the credentials");
    }
    var from = address(place.field("from"), spec.from(), "address to send from");
    var to = addresses(place.field("to"), spec.to());
    return place.findings().since(mark, () -> new Notifier.Email(host, port, transport, from, to));
  }

  private static List<String> addresses(Place place, @Nullable List<String> given) {
    var addresses = new ArrayList<String>();
    var seen = new HashSet<String>();
    int index = 0;
    for (var one : place.list(given, "recipient", 1, 20)) {
      var item = place.item(index++);
      var address = address(item, one, "recipient");
      if (!address.isEmpty() && !seen.add(address.toLowerCase(Locale.ROOT))) {
        item.refuse(
            Reason.DUPLICATE,
            "names the recipient %s twice".formatted(Shown.of(address)),
            "Remove one");
      }
      addresses.add(address);
    }
    return addresses;
  }

  private static String address(Place place, @Nullable String address, String what) {
    return place.matching(address, what, 254, ADDRESS, "an address as data@example.org");
  }

  private static Transport transport(Place place, @Nullable MailTls tls) {
    return switch (tls) {
      case null -> Transport.START_TLS;
      case START_TLS -> Transport.START_TLS;
      case IMPLICIT -> Transport.IMPLICIT;
      case DISABLE -> Transport.PLAIN;
      case UNKNOWN -> {
        place.refuse(
            Reason.NOT_SUPPORTED,
            "has a tls that this release does not know",
            "Write one of StartTls, Implicit, Disable");
        yield Transport.START_TLS;
      }
    };
  }
}
