package dev.penstock.api.validation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.api.EtlConnectionSpec;
import dev.penstock.api.EtlPipelineSpec;
import dev.penstock.api.Manifests;
import dev.penstock.api.model.Connection;
import dev.penstock.api.model.Notifier;
import dev.penstock.api.model.ResourceName;
import dev.penstock.api.validation.Checked.Invalid;
import dev.penstock.api.validation.Checked.Valid;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Connections that notify, and the entries of pipelines that name them. */
class NotifyRefusalTest {
  private static final String HEAD =
      "apiVersion: penstock.dev/v1alpha1\nkind: EtlConnection\nmetadata: {name: c}\nspec:\n";

  private static EtlConnectionSpec connection(String spec) {
    return Manifests.parse(HEAD + "  " + spec.replace("; ", "\n  "))
        .connections()
        .getFirst()
        .spec();
  }

  private static List<String> lines(Checked<?> checked) {
    return checked instanceof Invalid<?>(var findings)
        ? findings.stream().map(f -> f.reason() + " " + f.line()).toList()
        : List.of();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          'slack: {}' | Required spec.credentials: Connection c has no credentials. Name a Secret with token (of a bot) or webhook in spec.credentials.secret.name.
          'teams: {}' | Required spec.credentials: Connection c has no credentials. Name a Secret with webhook in spec.credentials.secret.name.
          'pagerduty: {}' | Required spec.credentials: Connection c has no credentials. Name a Secret with routingKey in spec.credentials.secret.name.
          'slack: {channel: general}; credentials: {secret: {name: s}}' | Invalid spec.slack.channel: Connection c has the channel general, which is not valid. Write the id of a channel, as C0123456789, or its name as #data.
          'webhook: {}; credentials: {secret: {name: s}}' | Required spec.webhook.url: Connection c has no url. Write spec.webhook.url.
          'webhook: {url: "https://user:pw@host/x"}; credentials: {secret: {name: s}}' | Invalid spec.webhook.url: Connection c has the url "https://user:pw@host/x", which is not valid. Write a URL without a user and a password, as https://hooks.example.org/penstock.
          'email: {host: mail, from: nobody, to: [a@b.org]}' | Invalid spec.email.from: Connection c has the address to send from nobody, which is not valid. Write an address as data@example.org.
          'email: {host: mail, from: a@b.org, to: []}' | Required spec.email.to: Connection c has no recipient. Write spec.email.to.
          'email: {host: mail, from: a@b.org, to: [a@b.org, A@b.org]}' | Duplicate spec.email.to[1]: Connection c names the recipient "A@b.org" twice. Remove one.
          'email: {host: mail, tls: Disable, from: a@b.org, to: [a@b.org]}; credentials: {secret: {name: s}}' | NotAllowed spec.email.tls: Connection c would send its password in plain text. Write StartTls or Implicit, or remove the credentials.
          """)
  void aNotifierIsRefused(String spec, String line) {
    assertThat(lines(new Validator().connection("c", connection(spec)))).containsExactly(line);
  }

  @Test
  void whatIsNotWrittenHasItsDefault() {
    var mail = connection("email: {host: mail, from: a@b.org, to: [c@d.org]}");
    assertThat(notifier(mail))
        .isEqualTo(
            new Notifier.Email(
                "mail", 587, Notifier.Transport.START_TLS, "a@b.org", List.of("c@d.org")));
    var slack = connection("slack: {}; credentials: {secret: {name: s}}");
    assertThat(notifier(slack))
        .isEqualTo(new Notifier.Slack(Optional.empty(), URI.create("https://slack.com/api")));
    var gateway =
        connection("pagerduty: {endpoint: \"http://gateway/\"}; credentials: {secret: {name: s}}");
    assertThat(notifier(gateway)).isEqualTo(new Notifier.PagerDuty(URI.create("http://gateway")));
  }

  private static Notifier notifier(EtlConnectionSpec spec) {
    return new Validator().connection("c", spec)
            instanceof Valid<Connection>(Connection.Notifying notifying)
        ? notifying.notifier()
        : null;
  }

  private static final Map<String, EtlConnectionSpec> CONNECTIONS = connections();

  private static Map<String, EtlConnectionSpec> connections() {
    var all =
        new HashMap<>(
            Manifests.read(Manifests.directory().resolve("connections.yaml")).connections().stream()
                .collect(Collectors.toMap(Manifests.Resource::name, resource -> resource.spec())));
    all.put(
        "hook", connection("webhook: {url: \"https://h/x\"}; credentials: {secret: {name: s}}"));
    all.put("chat", connection("slack: {}; credentials: {secret: {name: s}}"));
    return all;
  }

  private static EtlPipelineSpec pipeline(String notify) {
    return Manifests.parse(
            """
            apiVersion: penstock.dev/v1alpha1
            kind: EtlPipeline
            metadata: {name: p}
            spec:
              store: {connection: lake}
              sources: [{name: orders, connection: shop-db, table: {name: public.orders}}]
              targets: [{name: orders, from: orders, s3: {connection: lake, path: sales/orders}}]
              notify: %s
            """
                .formatted(notify))
        .pipelines()
        .getFirst()
        .spec();
  }

  private static Checked<?> checked(String notify) {
    return new Validator().pipeline(new ResourceName("shop", "p"), pipeline(notify), CONNECTIONS);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          '[{name: a, connection: lake}]' | Invalid spec.notify[0].connection: Notify a names the connection lake, which is of kind s3. Name a connection of kind slack, teams, email, pagerduty or webhook.
          '[{name: a, connection: hook, slack: {channel: "#x"}}]' | Invalid spec.notify[0].slack: Notify a says slack of the connection hook, which is of kind webhook. Remove slack.
          '[{name: a, connection: hook, events: []}]' | Invalid spec.notify[0].events: Notify a tells of an empty list of events. Write some of Failed, Recovered, Stale, NotReady, or remove the field for all of them.
          '[{name: a, connection: hook, events: [Failed, Failed]}]' | Duplicate spec.notify[0].events[1]: Notify a tells of the same event twice. Remove one.
          '[{name: a, connection: hook, events: [Slow]}]' | NotSupported spec.notify[0].events[0]: Notify a tells of an event that this release does not know. Write one of Failed, Recovered, Stale, NotReady.
          '[{name: a, connection: hook}, {name: a, connection: chat}]' | Duplicate spec.notify[1].name: Notify a has the name of another. Choose another name.
          """)
  void anEntryIsRefused(String notify, String line) {
    assertThat(lines(checked(notify))).containsExactly(line);
  }

  @Test
  void aSourceCanNotBeANotifier() {
    var spec = pipeline("[]");
    var swapped = new HashMap<>(CONNECTIONS);
    swapped.put("shop-db", CONNECTIONS.get("hook"));
    assertThat(lines(new Validator().pipeline(new ResourceName("shop", "p"), spec, swapped)))
        .containsExactly(
            "Invalid spec.sources[0].connection: Source orders names the connection shop-db, which is"
                + " of kind webhook. Name a connection of kind postgres.");
  }

  @Test
  void whoIsToldChangesNothingOfWhatARunDoes() {
    var told = pipeline("[{name: a, connection: chat, slack: {channel: \"#data\"}}]");
    assertThat(CanonicalSpec.hash(told)).isEqualTo(CanonicalSpec.hash(pipeline("[]")));
    assertThat(told.withoutNotify()).isEqualTo(pipeline("[]").withoutNotify());
    assertThat(lines(checked("[{name: a, connection: chat, slack: {channel: \"#data\"}}]")))
        .isEmpty();
  }
}
