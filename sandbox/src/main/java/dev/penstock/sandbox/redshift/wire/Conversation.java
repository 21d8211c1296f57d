package dev.penstock.sandbox.redshift.wire;

import dev.penstock.sandbox.redshift.faults.Faults;
import dev.penstock.sandbox.redshift.faults.SessionWatch;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One connection from its first byte: TLS, a request to cancel, or a password and a session. */
final class Conversation {
  private static final Logger LOG = LoggerFactory.getLogger(Conversation.class);

  /** What a client may take between two steps of its authentication. */
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final Front.Settings settings;
  private final SessionTable sessions;
  private final PasswordCheck passwords;
  private final Loading loading;
  private final Faults faults;

  Conversation(
      Front.Settings settings,
      SessionTable sessions,
      PasswordCheck passwords,
      Loading loading,
      Faults faults) {
    this.settings = settings;
    this.sessions = sessions;
    this.passwords = passwords;
    this.loading = loading;
    this.faults = faults;
  }

  /** Returns when the client or the session is at its end; the caller closes the socket. */
  void hold(Socket plain) throws IOException {
    Client client = Client.unsecured(plain);
    client.patience(PATIENCE);
    while (true) {
      Startup startup = startup(client);
      if (startup instanceof Startup.TlsRequest && !client.secure()) {
        client.answer('S');
        client = client.secured(settings.identity());
      } else if (startup instanceof Startup.GssRequest && !client.secure()) {
        client.answer('N');
      } else {
        answer(client, startup);
        return;
      }
    }
  }

  private void answer(Client client, Startup startup) throws IOException {
    switch (startup) {
      case Startup.TlsRequest(), Startup.GssRequest() ->
          refuse(client, Notice.fatal("08P01", "SSL is there already"));
      case Startup.Foreign(int major, int minor) ->
          refuse(
              client,
              Notice.fatal(
                  "0A000",
                  "unsupported frontend protocol %d.%d: server supports 1.0 to 3.0"
                      .formatted(major, minor)));
      case Startup.Cancel key -> cancel(key);
      case Startup.Begin begin -> guarded(client, begin);
    }
  }

  private static Startup startup(Client client) throws IOException {
    try {
      return client.startup();
    } catch (Message.Malformed e) {
      throw new IOException(e);
    }
  }

  /** Whatever a client sends, it gets an answer and only its own session ends. */
  private void guarded(Client client, Startup.Begin begin) throws IOException {
    try {
      begin(client, begin);
    } catch (Message.Malformed e) {
      refuse(client, Notice.fatal("08P01", String.valueOf(e.getMessage())));
    } catch (RuntimeException e) {
      LOG.error("front=redshift session failed", e);
      refuse(client, Notice.fatal("XX000", "The stand-in failed: " + e));
    } finally {
      client.farewell();
    }
  }

  private void begin(Client client, Startup.Begin begin) throws IOException {
    if (!client.secure()) {
      refuse(client, Notice.fatal("28000", "SSL is required; this connection has none"));
      return;
    }
    if (!passwords.passes(client, begin.user())
        || !begin.user().equals(settings.credentials().username())) {
      refuse(
          client,
          Notice.fatal(
              "28000", "password authentication failed for user \"%s\"".formatted(begin.user())));
      return;
    }
    Optional<Notice> refusal = begin.refusal().or(sessions::take);
    if (refusal.isPresent()) {
      refuse(client, refusal.get());
      return;
    }
    try (Backend backend =
        Backend.open(
            settings.postgresPort(), settings.credentials().password(), begin.forPostgres())) {
      client.patience(Duration.ZERO);
      serve(client, backend, faults.begin(begin.application()));
    } catch (Backend.StartupRefused e) {
      client.send(e.error());
      client.flush();
    } finally {
      sessions.free();
    }
  }

  private void serve(Client client, Backend backend, SessionWatch watch) throws IOException {
    Startup.Cancel key = greet(client, backend);
    Optional<Session> session =
        sessions.begin(
            key, client, () -> new Session(client, backend, key.process(), loading, watch));
    if (session.isEmpty()) {
      client.drop();
      return;
    }
    try {
      session.get().serve();
    } finally {
      sessions.remove(key);
      client.flush();
    }
  }

  private static void refuse(Client client, Notice notice) throws IOException {
    client.send(notice.as('E'));
    client.flush();
  }

  /**
   * Passes the server's greeting on, under the version that Redshift calls itself; returns what
   * this session's cancel request must say.
   */
  private static Startup.Cancel greet(Client client, Backend backend) throws IOException {
    Startup.Cancel key = new Startup.Cancel(0, 0);
    client.send(Message.of('R').int32(0).build());
    for (Message message : backend.greeting()) {
      if (message.type() == 'K') {
        Message.Reader in = message.reader();
        key = new Startup.Cancel(in.int32(), in.int32());
      }
      boolean version = message.type() == 'S' && message.reader().text().equals("server_version");
      client.send(version ? Message.of('S').text("server_version").text("8.0.2").build() : message);
    }
    client.send(Message.of('Z').int8('I').build());
    return key;
  }

  private void cancel(Startup.Cancel key) throws IOException {
    Optional<Session> session = sessions.find(key);
    if (session.isEmpty() || !session.get().cancelCopy()) {
      Backend.cancel(settings.postgresPort(), key.process(), key.secret());
    }
  }
}
