package dev.penstock.sandbox.redshift.wire;

import dev.penstock.sandbox.OwnAddress;
import dev.penstock.sandbox.redshift.faults.Faults;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Listens on a free port of one address and gives every connection a thread and a session. */
public final class Front implements Closeable {
  private static final Logger LOG = LoggerFactory.getLogger(Front.class);

  private static final Duration BETWEEN_TRIES = Duration.ofMillis(100);

  private final ServerSocket listener;
  private final Settings settings;
  private final SessionTable sessions;
  private final PasswordCheck passwords;
  private final Loading loading;
  private final Faults faults;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();

  private Front(ServerSocket listener, Settings settings, Loading loading, Faults faults) {
    this.listener = listener;
    this.settings = settings;
    this.sessions = new SessionTable(settings.connections());
    this.passwords =
        new PasswordCheck(settings.authentication(), settings.credentials().password());
    this.loading = loading;
    this.faults = faults;
  }

  /** The one user who may connect, here and at the PostgreSQL behind. */
  public record Credentials(String username, String password) {
    @Override
    public String toString() {
      return "Credentials[%s]".formatted(username);
    }
  }

  /**
   * Where it listens and whom it lets in.
   *
   * @param connections how many sessions there may be at once
   */
  public record Settings(
      OwnAddress address,
      ServerIdentity identity,
      int postgresPort,
      Credentials credentials,
      Authentication authentication,
      int connections) {}

  /** What new clients are told. */
  public enum Door {
    OPEN,
    RESTARTING,
    PAUSED
  }

  public static Front open(Settings settings, Loading loading, Faults faults) {
    try {
      ServerSocket listener = new ServerSocket(0, 50, settings.address().inet());
      Front front = new Front(listener, settings, loading, faults);
      Thread.ofPlatform().daemon().name("redshift-front").start(front::listen);
      return front;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public int port() {
    return listener.getLocalPort();
  }

  /** Lets new clients in or keeps them out; sessions that run go on. */
  public void door(Door door) {
    sessions.door(door);
  }

  /** Ends all sessions with Redshift's words for a restart. */
  public void endSessions() {
    sessions.end(Notice.fatal("57P01", "terminating connection due to administrator command"));
  }

  /** Resets the connections of all sessions. */
  public void dropSessions() {
    sessions.drop();
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
          // Without a file descriptor to spare the next try fails at once.
          LockSupport.parkNanos(BETWEEN_TRIES.toNanos());
        }
      }
    }
  }

  private void converse(Socket plain) {
    sockets.add(plain);
    try (plain) {
      plain.setTcpNoDelay(true);
      new Conversation(settings, sessions, passwords, loading, faults).hold(plain);
    } catch (IOException e) {
      LOG.debug("front=redshift session ended: {}", e.toString());
    } catch (RuntimeException e) {
      LOG.error("front=redshift session failed", e);
    } finally {
      sockets.remove(plain);
    }
  }
}
