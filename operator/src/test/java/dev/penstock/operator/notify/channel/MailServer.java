package dev.penstock.operator.notify.channel;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** An SMTP server on this machine that keeps what it gets: the few commands that one mail takes. */
public final class MailServer implements AutoCloseable {
  private final ServerSocket socket;
  private final String refusal;
  private final Optional<SSLContext> identity;
  private final boolean implicit;
  private final List<String> mails = new CopyOnWriteArrayList<>();
  private final List<Command> commands = new CopyOnWriteArrayList<>();

  private record Command(String line, boolean encrypted) {}

  private MailServer(
      ServerSocket socket, String refusal, Optional<SSLContext> identity, boolean implicit) {
    this.socket = socket;
    this.refusal = refusal;
    this.identity = identity;
    this.implicit = implicit;
  }

  /**
   * Starts one in plain text on a free port.
   *
   * @param refusal how it answers RCPT; empty: as it should; "hang": never, whatever comes
   */
  static MailServer start(String refusal) throws IOException {
    return started(new MailServer(free("127.0.0.1"), refusal, Optional.empty(), false));
  }

  /** Starts one at a loopback address that offers STARTTLS, before which it takes all the same. */
  public static MailServer startTls(String host, SSLContext identity) throws IOException {
    return started(new MailServer(free(host), "", Optional.of(identity), false));
  }

  /** Starts one at a loopback address that is encrypted from the first byte. */
  static MailServer implicit(String host, SSLContext identity) throws IOException {
    return started(new MailServer(free(host), "", Optional.of(identity), true));
  }

  private static ServerSocket free(String host) throws IOException {
    return new ServerSocket(0, 10, InetAddress.getByName(host));
  }

  private static MailServer started(MailServer server) {
    Thread.ofVirtual().start(server::serve);
    return server;
  }

  public int port() {
    return socket.getLocalPort();
  }

  public List<String> mails() {
    return List.copyOf(mails);
  }

  List<String> commands() {
    return commands.stream().map(Command::line).toList();
  }

  /** {@return the first words of what came in plain text} */
  public List<String> plain() {
    return verbs(false);
  }

  /** {@return the first words of what came encrypted} */
  public List<String> encrypted() {
    return verbs(true);
  }

  private List<String> verbs(boolean encrypted) {
    return commands.stream()
        .filter(command -> command.encrypted() == encrypted)
        .map(command -> verb(command.line()))
        .toList();
  }

  private static String verb(String line) {
    return line.split("[ :]", 2)[0];
  }

  private void serve() {
    while (!socket.isClosed()) {
      try {
        var client = socket.accept();
        Thread.ofVirtual().start(() -> serve(client));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void serve(Socket client) {
    try (client) {
      if (implicit) {
        try (var secured = secured(client)) {
          say(secured, "220 here");
          talk(secured, true);
        }
        return;
      }
      if (refusal.equals("hang")) {
        reader(client).readLine();
        return;
      }
      say(client, "220 here");
      talk(client, false);
    } catch (IOException gone) {
      // The client went, as one does that does not believe a certificate: what came is written
      // down.
    }
  }

  private void talk(Socket client, boolean encrypted) throws IOException {
    var in = reader(client);
    for (var line = in.readLine(); line != null; line = in.readLine()) {
      commands.add(new Command(line, encrypted));
      switch (verb(line)) {
        case "EHLO" ->
            say(
                client,
                "250-here\r\n"
                    + (identity.isPresent() && !encrypted ? "250-STARTTLS\r\n" : "")
                    + "250 AUTH PLAIN");
        case "STARTTLS" -> {
          say(client, "220 begin");
          try (var secured = secured(client)) {
            talk(secured, true);
          }
          return;
        }
        case "AUTH" -> say(client, "235 welcome");
        case "RCPT" -> say(client, refusal.isEmpty() ? "250 ok" : refusal);
        case "DATA" -> {
          say(client, "354 go on");
          mails.add(text(in));
          say(client, "250 taken");
        }
        case "QUIT" -> {
          say(client, "221 bye");
          return;
        }
        default -> say(client, "250 ok");
      }
    }
  }

  private SSLSocket secured(Socket plain) throws IOException {
    var secured =
        (SSLSocket)
            identity
                .orElseThrow()
                .getSocketFactory()
                .createSocket(
                    plain, plain.getInetAddress().getHostAddress(), plain.getPort(), true);
    secured.setUseClientMode(false);
    secured.startHandshake();
    return secured;
  }

  private static BufferedReader reader(Socket client) throws IOException {
    return new BufferedReader(
        new InputStreamReader(client.getInputStream(), StandardCharsets.UTF_8));
  }

  private static String text(BufferedReader in) throws IOException {
    var text = new StringBuilder();
    for (var line = in.readLine(); line != null && !line.equals("."); line = in.readLine()) {
      text.append(line).append('\n');
    }
    return text.toString();
  }

  private static void say(Socket client, String line) throws IOException {
    client.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.UTF_8));
    client.getOutputStream().flush();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
