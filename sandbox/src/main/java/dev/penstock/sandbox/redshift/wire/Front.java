package dev.penstock.sandbox.redshift.wire;

import dev.penstock.sandbox.OwnAddress;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Listens on a free port of one address and gives every connection a thread and a session. */
public final class Front implements Closeable {
  private static final Logger LOG = LoggerFactory.getLogger(Front.class);

  private final ServerSocket listener;
  private final ServerIdentity identity;
  private final int postgresPort;
  private final Credentials credentials;
  private final Loading loading;
  private final Map<Startup.Cancel, Session> sessions = new ConcurrentHashMap<>();
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();

  private Front(
      ServerSocket listener,
      ServerIdentity identity,
      int postgresPort,
      Credentials credentials,
      Loading loading) {
    this.listener = listener;
    this.identity = identity;
    this.postgresPort = postgresPort;
    this.credentials = credentials;
    this.loading = loading;
  }

  /** The one user who may connect, here and at the PostgreSQL behind. */
  public record Credentials(String username, String password) {
    @Override
    public String toString() {
      return "Credentials[%s]".formatted(username);
    }
  }

  public static Front open(
      OwnAddress address,
      ServerIdentity identity,
      int postgresPort,
      Credentials credentials,
      Loading loading) {
    try {
      ServerSocket listener = new ServerSocket(0, 50, address.inet());
      Front front = new Front(listener, identity, postgresPort, credentials, loading);
      Thread.ofPlatform().daemon().name("redshift-front").start(front::listen);
      return front;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public int port() {
    return listener.getLocalPort();
  }

  @Override
  public void close() throws IOException {
    listener.close();
    for (Socket socket : List.copyOf(sockets)) {
      socket.close();
    }
  }

  private void listen() {
    while (!listener.isClosed()) {
      try {
        Socket socket = listener.accept();
        Thread.ofVirtual().name("redshift-session").start(() -> converse(socket));
      } catch (IOException e) {
        if (!listener.isClosed()) {
          LOG.warn("front=redshift accept failed: {}", e.toString());
        }
      }
    }
  }

  private void converse(Socket plain) {
    sockets.add(plain);
    try (plain) {
      plain.setTcpNoDelay(true);
      Client client = new Client(plain);
      boolean secure = false;
      while (true) {
        switch (client.startup()) {
          case Startup.TlsRequest() -> {
            plain.getOutputStream().write('S');
            client = new Client(identity.secure(plain));
            secure = true;
          }
          case Startup.GssRequest() -> plain.getOutputStream().write('N');
          case Startup.Cancel key -> {
            cancel(key);
            return;
          }
          case Startup.Begin begin -> {
            if (secure) {
              begin(client, begin);
            } else {
              refuse(client, Notice.fatal("28000", "SSL is required; this connection has none"));
            }
            return;
          }
        }
      }
    } catch (IOException e) {
      LOG.debug("front=redshift session ended: {}", e.toString());
    } catch (RuntimeException e) {
      LOG.error("front=redshift session failed", e);
    } finally {
      sockets.remove(plain);
    }
  }

  private void begin(Client client, Startup.Begin begin) throws IOException {
    if (!client.knows(begin.user(), credentials.password())
        || !begin.user().equals(credentials.username())) {
      refuse(
          client,
          Notice.fatal(
              "28000", "password authentication failed for user \"%s\"".formatted(begin.user())));
      return;
    }
    try (Backend backend =
        Backend.open(postgresPort, credentials.password(), begin.forPostgres())) {
      Startup.Cancel key = greet(client, backend);
      Session session = new Session(client, backend, key.process(), loading);
      sessions.put(key, session);
      try {
        session.serve();
      } finally {
        sessions.remove(key);
        client.flush();
      }
    } catch (Backend.StartupRefused e) {
      client.send(e.error());
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
    Session session = sessions.get(key);
    if (session == null || !session.cancelCopy()) {
      Backend.cancel(postgresPort, key.process(), key.secret());
    }
  }
}
