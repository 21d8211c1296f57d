package dev.penstock.operator.notify.channel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.api.model.Notifier;
import dev.penstock.operator.notify.channel.Recorder.Answer;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What each kind of receiver gets, and what becomes of a letter that it does not take. */
class ChannelsTest {
  private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
  private static final String SECRET = "xoxb-very-secret";

  private final Channels channels =
      new Channels(Duration.ofSeconds(2), Duration.ofSeconds(3), Clock.fixed(NOW, ZoneOffset.UTC));
  private Recorder recorder;

  @BeforeEach
  void start() throws IOException {
    recorder = Recorder.start();
  }

  @AfterEach
  void stop() {
    recorder.close();
    channels.close();
  }

  private static Letter letter(Letter.Kind kind, Optional<String> thread, boolean last) {
    return new Letter(
        "letter-1",
        kind,
        "shop",
        "Failed",
        "TableNotFound",
        "Pipeline orders of namespace shop has failed: TableNotFound",
        List.of("Table <public.orders> & more is not there.", "Next: penstock why orders -n shop"),
        List.of("orders"),
        NOW.minusSeconds(7500),
        kind == Letter.Kind.RECOVERED ? Optional.of(Duration.ofSeconds(7500)) : Optional.empty(),
        thread,
        Optional.empty(),
        last,
        NOW);
  }

  private static Letter opened() {
    return letter(Letter.Kind.OPENED, Optional.empty(), true);
  }

  private Notifier.Slack slack() {
    return new Notifier.Slack(Optional.of("#data"), URI.create(recorder.url() + "/api"));
  }

  private Notifier.Webhook webhook() {
    return new Notifier.Webhook(URI.create(recorder.url() + "/hook"));
  }

  private Sent send(Notifier notifier, String key, String value, Letter letter)
      throws InterruptedException {
    return channels.to(notifier, new Keys("data", Map.of(key, value))).send(letter);
  }

  @Test
  void aWebhookGetsACloudEventThatBearsASignatureOverItsBody() throws Exception {
    assertThat(send(webhook(), "signingKey", SECRET, opened())).isInstanceOf(Sent.Delivered.class);
    var request = recorder.requests().getFirst();
    assertThat(request.path()).isEqualTo("/hook");
    assertThat(request.header("Content-type")).startsWith("application/cloudevents+json");
    assertThat(request.header("Penstock-signature"))
        .isEqualTo("sha256=" + WebhookChannel.signature(SECRET, request.body()));
    var event = request.json();
    assertThat(event.path("specversion").asText()).isEqualTo("1.0");
    assertThat(event.path("id").asText()).isEqualTo("letter-1");
    assertThat(event.path("type").asText()).isEqualTo("dev.penstock.incident.opened");
    assertThat(event.path("source").asText())
        .isEqualTo("/apis/penstock.dev/v1alpha1/namespaces/shop");
    assertThat(event.path("subject").asText()).isEqualTo("orders");
    assertThat(event.path("time").asText()).isEqualTo("2026-11-24T12:00:00Z");
    assertThat(event.at("/data/reason").asText()).isEqualTo("TableNotFound");
    assertThat(event.at("/data/pipelines/0").asText()).isEqualTo("orders");
    assertThat(request.body()).doesNotContain(SECRET);
  }

  /** The vector of RFC 4231, section 4.3. */
  @Test
  void theSignatureIsHmacSha256() {
    assertThat(WebhookChannel.signature("Jefe", "what do ya want for nothing?"))
        .isEqualTo("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
  }

  @Test
  void aBotOpensAThreadAnswersInItAndChangesItsFirstMessageAtTheEnd() throws Exception {
    var begun = send(slack(), "token", SECRET, opened());
    assertThat(begun).isEqualTo(new Sent.Delivered(Optional.of("C1:17.1")));
    var thread = Optional.of("C1:17.1");
    send(slack(), "token", SECRET, letter(Letter.Kind.REMINDED, thread, true));
    send(slack(), "token", SECRET, letter(Letter.Kind.RECOVERED, thread, true));
    var requests = recorder.requests();
    assertThat(requests.stream().map(Recorder.Request::path))
        .containsExactly(
            "/api/chat.postMessage",
            "/api/chat.postMessage",
            "/api/chat.update",
            "/api/chat.postMessage");
    assertThat(requests.getFirst().header("Authorization")).isEqualTo("Bearer " + SECRET);
    assertThat(requests.getFirst().json().path("channel").asText()).isEqualTo("#data");
    assertThat(requests.getFirst().json().path("text").asText())
        .contains("Table &lt;public.orders&gt; &amp; more");
    assertThat(requests.get(1).json().path("thread_ts").asText()).isEqualTo("17.1");
    assertThat(requests.get(1).json().path("channel").asText()).isEqualTo("C1");
    assertThat(requests.get(2).json().path("ts").asText()).isEqualTo("17.1");
    assertThat(requests.get(3).json().path("thread_ts").asText()).isEqualTo("17.1");
  }

  @Test
  void theFirstMessageStaysWhileOthersOfItsThreadGoOn() throws Exception {
    send(slack(), "token", SECRET, letter(Letter.Kind.RECOVERED, Optional.of("C1:17.1"), false));
    assertThat(recorder.requests().stream().map(Recorder.Request::path))
        .containsExactly("/api/chat.postMessage");
  }

  @Test
  void aThreadThatSomebodyDeletedIsBegunAnew() throws Exception {
    recorder.answer(request ->
        request.path().endsWith("update")
            ? new Answer(200, Map.of(), "{\"ok\":false,\"error\":\"message_not_found\"}", 0)
            : Answer.ok());
    var sent =
        send(slack(), "token", SECRET, letter(Letter.Kind.RECOVERED, Optional.of("C9:1"), true));
    assertThat(sent).isInstanceOf(Sent.Delivered.class);
    assertThat(recorder.requests().getLast().json().has("thread_ts")).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "channel_not_found, Refused",
    "invalid_auth, Refused",
    "ratelimited, Later",
    "internal_error, Later",
    "<script>, Later"
  })
  void whatSlackRefusesIsSaidByItsWord(String error, String expected) throws Exception {
    recorder.answer(request ->
        new Answer(200, Map.of(), "{\"ok\":false,\"error\":\"%s\"}".formatted(error), 0));
    var sent = send(slack(), "token", SECRET, opened());
    assertThat(sent.getClass().getSimpleName()).isEqualTo(expected);
    assertThat(sent.toString()).doesNotContain("<", SECRET);
  }

  @Test
  void anIncomingWebhookOfSlackAndOneOfTeamsArePostedTo() throws Exception {
    send(slack(), "webhook", recorder.url() + "/services/T/B/x", opened());
    send(new Notifier.Teams(), "webhook", recorder.url() + "/workflows/1", opened());
    assertThat(recorder.requests().getFirst().path()).isEqualTo("/services/T/B/x");
    assertThat(recorder.requests().getFirst().json().path("text").asText())
        .startsWith("Pipeline orders");
    var card = recorder.requests().getLast().json().at("/attachments/0/content");
    assertThat(card.path("type").asText()).isEqualTo("AdaptiveCard");
    assertThat(card.at("/body/0/inlines/0/text").asText()).startsWith("Pipeline orders");
    assertThat(card.path("body")).hasSize(3);
  }

  @Test
  void pagerDutyKnowsAnIncidentByOneKeyFromItsBeginningToItsEnd() throws Exception {
    var service = new Notifier.PagerDuty(URI.create(recorder.url()));
    assertThat(send(service, "routingKey", SECRET, opened()))
        .isEqualTo(new Sent.Delivered(Optional.of("letter-1")));
    var thread = Optional.of("letter-1");
    send(service, "routingKey", SECRET, letter(Letter.Kind.RECOVERED, thread, false));
    assertThat(recorder.requests()).as("others go on").hasSize(1);
    send(service, "routingKey", SECRET, letter(Letter.Kind.RECOVERED, thread, true));
    var requests = recorder.requests();
    assertThat(requests.stream().map(Recorder.Request::path)).containsOnly("/v2/enqueue");
    assertThat(requests.stream().map(one -> one.json().path("event_action").asText()))
        .containsExactly("trigger", "resolve");
    assertThat(requests.stream().map(one -> one.json().path("dedup_key").asText()))
        .containsOnly("letter-1");
    assertThat(requests.getFirst().json().at("/payload/severity").asText()).isEqualTo("error");
  }

  @ParameterizedTest
  @CsvSource({
    "200, Delivered", "202, Delivered", "301, Refused", "400, Refused", "401, Refused",
    "404, Refused", "408, Later", "429, Later", "500, Later", "503, Later"
  })
  void aStatusDecidesWhetherAnotherTryHelps(int status, String expected) throws Exception {
    recorder.answer(request -> Answer.of(status));
    assertThat(send(webhook(), "signingKey", SECRET, opened()).getClass().getSimpleName())
        .isEqualTo(expected);
    assertThat(recorder.requests()).as("no redirect is followed").hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({
    "120, 120",
    "'Tue, 24 Nov 2026 12:01:30 GMT', 90",
    "'Tue, 24 Nov 2026 11:00:00 GMT', 0",
    "999999, 3600"
  })
  void aReceiverSaysHowLongItWantsToBeLeftAlone(String header, long seconds) throws Exception {
    recorder.answer(request -> new Answer(429, Map.of("Retry-After", header), "", 0));
    assertThat(send(webhook(), "signingKey", SECRET, opened()))
        .isEqualTo(
            new Sent.Later(
                "it answered with the status 429", Optional.of(Duration.ofSeconds(seconds))));
  }

  @Test
  void aReceiverThatHangsAfterItsFirstByteIsGivenUp() throws Exception {
    recorder.answer(request -> new Answer(200, Map.of(), "", -1));
    assertThat(send(webhook(), "signingKey", SECRET, opened()))
        .isEqualTo(new Sent.Later("it did not answer within 3 s", Optional.empty()));
  }

  @Test
  void anAnswerWithoutEndIsNotRead() throws Exception {
    recorder.answer(request -> new Answer(200, Map.of(), "x".repeat(1_000_000), 0));
    assertThat(send(webhook(), "signingKey", SECRET, opened())).isInstanceOf(Sent.Later.class);
  }

  @Test
  void aReceiverThatIsNotThereIsTriedAgainAndItsSecretAddressIsNotSaid() throws Exception {
    int port;
    try (var free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    var url = "http://127.0.0.1:%d/services/secret-path".formatted(port);
    var sent = send(new Notifier.Teams(), "webhook", url, opened());
    assertThat(sent)
        .isEqualTo(
            new Sent.Later("it takes no connection, or its name is not known", Optional.empty()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"not a url", "ftp://127.0.0.1/x", "http:///x"})
  void aSecretThatIsNoAddressIsRefusedWithoutShowingIt(String value) throws Exception {
    var sent = send(new Notifier.Teams(), "webhook", value, opened());
    assertThat(sent)
        .isEqualTo(
            new Sent.Refused(
                "SecretKeyInvalid", "Key webhook of Secret data is not a URL. Correct it."));
  }

  @Test
  void aSecretWithoutItsKeyIsSaidByName() throws Exception {
    assertThat(send(webhook(), "other", SECRET, opened()))
        .isEqualTo(
            new Sent.Refused("SecretKeyMissing", "Secret data has no key signingKey. Add it."));
    assertThat(new Keys("data", Map.of("token", SECRET)).toString()).doesNotContain(SECRET);
  }

  private static Notifier.Email mail(int port, Notifier.Transport transport) {
    return new Notifier.Email(
        "127.0.0.1", port, transport, "penstock@example.org", List.of("data@example.org"));
  }

  @Test
  void aMailSaysItInPlainTextAndItsFollowersReferToIt() throws Exception {
    try (var server = MailServer.start("")) {
      var email = mail(server.port(), Notifier.Transport.PLAIN);
      var channel = channels.to(email, new Keys("", Map.of()));
      var first = channel.send(opened());
      assertThat(first).isEqualTo(new Sent.Delivered(Optional.of("<letter-1@penstock.dev>")));
      channel.send(letter(Letter.Kind.RECOVERED, Optional.of("<letter-1@penstock.dev>"), true));
      assertThat(server.mails().getFirst())
          .contains(
              "From: penstock@example.org",
              "To: data@example.org",
              "Subject: Pipeline orders of namespace shop has failed: TableNotFound",
              "Message-ID: <letter-1@penstock.dev>",
              "Table <public.orders> & more is not there.");
      assertThat(server.mails().getLast()).contains("In-Reply-To: <letter-1@penstock.dev>");
    }
  }

  @ParameterizedTest
  @CsvSource({"550 no such user, Refused", "451 try later, Later", "hang, Later"})
  void aMailServerThatDoesNotTakeAMailDecidesByItsCode(String answer, String expected)
      throws Exception {
    try (var server = MailServer.start(answer)) {
      var sent =
          channels
              .to(mail(server.port(), Notifier.Transport.PLAIN), new Keys("", Map.of()))
              .send(opened());
      assertThat(sent.getClass().getSimpleName()).isEqualTo(expected);
    }
  }

  @Test
  void aServerThatOffersNoEncryptionNeverSeesThePassword() throws Exception {
    try (var server = MailServer.start("")) {
      var keys = new Keys("mail", Map.of("username", "penstock", "password", SECRET));
      var sent =
          channels.to(mail(server.port(), Notifier.Transport.START_TLS), keys).send(opened());
      assertThat(sent).isInstanceOf(Sent.Later.class);
      assertThat(server.mails()).isEmpty();
      assertThat(server.commands()).noneMatch(line -> line.startsWith("AUTH"));
    }
  }
}
