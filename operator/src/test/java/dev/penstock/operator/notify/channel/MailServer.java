package dev.penstock.operator.notify.channel;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** An SMTP server on this machine that keeps what it gets: the few commands that one mail takes. */
final class MailServer implements AutoCloseable {
  private final ServerSocket socket;
  private final String refusal;
  private final List<String> mails = new CopyOnWriteArrayList<>();
  private final List<String> commands = new CopyOnWriteArrayList<>();

  private MailServer(ServerSocket socket, String refusal) {
    this.socket = socket;
    this.refusal = refusal;
  }

  /**
   * Starts one on a free port.
   *
   * @param refusal how it answers RCPT; empty: as it should; "hang": never, whatever comes
   */
  static MailServer start(String refusal) throws IOException {
    var server = new MailServer(new ServerSocket(0, 10, InetAddress.getLoopbackAddress()), refusal);
    Thread.ofVirtual().start(server::serve);
    return server;
  }

  int port() {
    return socket.getLocalPort();
  }

  List<String> mails() {
    return List.copyOf(mails);
  }

  List<String> commands() {
    return List.copyOf(commands);
  }

  private void serve() {
    while (!socket.isClosed()) {
      try {
        var client = socket.accept();
        Thread.ofVirtual().start(() -> talk(client));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void talk(Socket client) {
    try (client;
        var in =
            new BufferedReader(
                new InputStreamReader(client.getInputStream(), StandardCharsets.UTF_8))) {
      if (refusal.equals("hang")) {
        in.readLine();
        return;
      }
      say(client, "220 here");
      for (var line = in.readLine(); line != null; line = in.readLine()) {
        commands.add(line);
        var verb = line.split("[ :]", 2)[0];
        switch (verb) {
          case "EHLO" -> say(client, "250-here\r\n250 AUTH PLAIN");
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
    } catch (IOException gone) {
      throw new UncheckedIOException(gone);
    }
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
