package dev.penstock.operator.notify.channel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.api.model.Notifier;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.ValueSource;

/** Mail over TLS: whom it believes, and what nobody sees who is not believed. */
class EmailTlsTest {
  private static final String HOST = "127.0.0.1";

  /** A loopback address too, which no certificate here names. */
  private static final String UNNAMED = "127.0.0.2";

  private static final String PASSWORD = "very-secret";

  private static TestAuthority authority;
  private static SSLContext identity;

  private final Channels channels =
      new Channels(Duration.ofSeconds(10), Duration.ofSeconds(20), Clock.systemUTC());

  @BeforeAll
  static void issue() throws Exception {
    authority = new TestAuthority();
    identity = authority.server(HOST);
  }

  @AfterEach
  void stop() {
    channels.close();
  }

  private static MailServer server(Notifier.Transport transport, String host) throws IOException {
    return transport == Notifier.Transport.IMPLICIT
        ? MailServer.implicit(host, identity)
        : MailServer.startTls(host, identity);
  }

  private Sent send(
      MailServer server, Notifier.Transport transport, String host, Map<String, String> keys)
      throws InterruptedException {
    var email =
        new Notifier.Email(
            host, server.port(), transport, "penstock@example.org", List.of("data@example.org"));
    var at = Instant.parse("2026-11-24T12:00:00Z");
    var letter =
        new Letter(
            "letter-1",
            Letter.Kind.OPENED,
            "shop",
            "Failed",
            "TableNotFound",
            "Pipeline orders of namespace shop has failed: TableNotFound",
            List.of("Table orders is not there."),
            List.of("orders"),
            at,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            true,
            at);
    return channels.to(email, new Keys("mail", keys)).send(letter);
  }

  private static Map<String, String> login(String pem) {
    return Map.of("username", "penstock", "password", PASSWORD, "ca.crt", pem);
  }

  private static void nothingSeen(MailServer server) {
    assertThat(server.mails()).isEmpty();
    assertThat(server.encrypted()).isEmpty();
    assertThat(server.plain()).isSubsetOf("EHLO", "STARTTLS", "QUIT");
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "PLAIN")
  void theLoginAndTheMailGoOnlyWhenItIsEncrypted(Notifier.Transport transport) throws Exception {
    try (var server = server(transport, HOST)) {
      assertThat(send(server, transport, HOST, login(authority.pem())))
          .isInstanceOf(Sent.Delivered.class);
      assertThat(server.mails()).singleElement().asString().contains("Table orders is not there.");
      assertThat(server.encrypted()).contains("EHLO", "AUTH", "MAIL", "RCPT", "DATA");
      assertThat(server.plain()).isSubsetOf("EHLO", "STARTTLS");
    }
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "PLAIN")
  void anAuthorityThatIsNotKnownIsRefusedWithoutAWordInPlainText(Notifier.Transport transport)
      throws Exception {
    try (var server = server(transport, HOST)) {
      var refused =
          send(server, transport, HOST, Map.of("username", "penstock", "password", PASSWORD));
      assertThat(refused).isEqualTo(notBelieved());
      assertThat(send(server, transport, HOST, login(new TestAuthority().pem())))
          .as("another authority")
          .isEqualTo(notBelieved());
      nothingSeen(server);
    }
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "PLAIN")
  void aCertificateThatDoesNotNameTheHostIsRefused(Notifier.Transport transport) throws Exception {
    try (var server = server(transport, UNNAMED)) {
      assertThat(send(server, transport, UNNAMED, login(authority.pem()))).isEqualTo(notBelieved());
      nothingSeen(server);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"not a certificate", "-----BEGIN CERTIFICATE-----\nAAAA"})
  void anAuthorityThatCanNotBeReadIsSaidByItsKey(String pem) throws Exception {
    try (var server = server(Notifier.Transport.START_TLS, HOST)) {
      assertThat(send(server, Notifier.Transport.START_TLS, HOST, login(pem)))
          .isEqualTo(
              new Sent.Refused(
                  "SecretKeyInvalid",
                  "Key ca.crt of Secret mail is not a certificate in PEM. Correct it."));
      nothingSeen(server);
    }
  }

  @Test
  void aServerThatSpeaksPlainTextWhereTlsIsImplicitSeesNoLogin() throws Exception {
    try (var server = MailServer.start("")) {
      assertThat(send(server, Notifier.Transport.IMPLICIT, HOST, login(authority.pem())))
          .isInstanceOf(Sent.Later.class);
      assertThat(server.mails()).isEmpty();
      assertThat(server.commands()).noneMatch(line -> line.startsWith("AUTH"));
    }
  }

  private static Sent notBelieved() {
    return new Sent.Refused(
        "CertificateRefused",
        "the mail server's certificate is not of an authority that is known, or does not name the"
            + " host: see ca.crt of the Secret, and email.host");
  }
}
