package dev.penstock.sandbox.redshift.wire;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** PostgreSQL's end of a session. */
final class Backend implements Closeable {
  private final Socket socket;
  private final DataInputStream in;
  private final DataOutputStream out;
  private final List<Message> greeting = new ArrayList<>();

  private Backend(Socket socket) throws IOException {
    this.socket = socket;
    this.in = new DataInputStream(new BufferedInputStream(socket.getInputStream(), 1 << 16));
    this.out = new DataOutputStream(new BufferedOutputStream(socket.getOutputStream(), 1 << 16));
  }

  /** PostgreSQL said no to a startup. */
  static final class StartupRefused extends Exception {
    private final transient Message error;

    StartupRefused(Message error) {
      super(Notice.read(error).message());
      this.error = error;
    }

    Message error() {
      return error;
    }
  }

  static Backend open(int port, String password, Map<String, String> parameters)
      throws IOException, StartupRefused {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setTcpNoDelay(true);
    Backend backend = new Backend(socket);
    try {
      backend.begin(password, parameters);
      return backend;
    } catch (IOException | StartupRefused | RuntimeException e) {
      socket.close();
      throw e;
    }
  }

  /** Asks the server to cancel what a session does. */
  static void cancel(int port, int process, int secret) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        DataOutputStream out = new DataOutputStream(socket.getOutputStream())) {
      out.writeInt(16);
      out.writeInt(1234 << 16 | 5678);
      out.writeInt(process);
      out.writeInt(secret);
      out.flush();
      int closed = socket.getInputStream().read();
      if (closed >= 0) {
        throw new IOException("The server answered a cancel request");
      }
    }
  }

  private void begin(String password, Map<String, String> parameters)
      throws IOException, StartupRefused {
    Message.Builder startup = Message.of('?').int32(3 << 16);
    parameters.forEach((name, value) -> startup.text(name).text(value));
    byte[] body = startup.int8(0).build().body();
    out.writeInt(body.length + 4);
    out.write(body);
    out.flush();
    while (true) {
      Message message = read();
      switch (message.type()) {
        case 'R' -> {
          int kind = message.reader().int32();
          if (kind == 3) {
            send(Message.of('p').text(password).build());
            flush();
          } else if (kind != 0) {
            throw new IOException("PostgreSQL asks for authentication %d".formatted(kind));
          }
        }
        case 'E' -> throw new StartupRefused(message);
        case 'Z' -> {
          return;
        }
        default -> greeting.add(message);
      }
    }
  }

  /** What the server said between authentication and its readiness. */
  List<Message> greeting() {
    return List.copyOf(greeting);
  }

  Message read() throws IOException {
    return Message.read(in).orElseThrow(() -> new EOFException("PostgreSQL closed the session"));
  }

  void send(Message message) throws IOException {
    message.write(out);
  }

  void copyData(byte[] bytes, int length) throws IOException {
    out.writeByte('d');
    out.writeInt(length + 4);
    out.write(bytes, 0, length);
  }

  void flush() throws IOException {
    out.flush();
  }

  /** Lets go of the server without a word, as a process that dies. */
  void drop() throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  @Override
  public void close() throws IOException {
    try (socket) {
      send(Message.TERMINATE);
      flush();
    } catch (IOException e) {
      // The server has ended the session first.
      socket.close();
    }
  }
}
