package dev.penstock.sandbox.redshift.wire;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The driver's end of a session. Its own thread talks to it; another thread may {@link #end} or
 * {@link #drop} it at any time, after which it hears nothing more and seems to have gone.
 */
final class Client {
  /** How long a client that was told the end may take to hang up. */
  private static final Duration FAREWELL = Duration.ofSeconds(10);

  /** Bytes: a message's type and its length. */
  private static final int HEADER = 1 + Integer.BYTES;

  private final Socket plain;
  private final Socket socket;
  private final DataInputStream in;
  private final DataOutputStream out;
  private final ReentrantLock writing = new ReentrantLock();
  private volatile boolean over;

  private Client(Socket plain, Socket socket) throws IOException {
    this.plain = plain;
    this.socket = socket;
    this.in = new DataInputStream(new BufferedInputStream(socket.getInputStream(), 1 << 16));
    this.out = new DataOutputStream(new BufferedOutputStream(socket.getOutputStream(), 1 << 16));
  }

  static Client unsecured(Socket plain) throws IOException {
    return new Client(plain, plain);
  }

  /** One who has asked for TLS. */
  Client secured(ServerIdentity identity) throws IOException {
    return new Client(plain, identity.secure(plain));
  }

  boolean secure() {
    return socket != plain;
  }

  Startup startup() throws IOException {
    return Startup.read(in);
  }

  /** The next message; empty where the client has gone or was made to go. */
  Optional<Message> read() throws IOException {
    return read(Message.LONGEST);
  }

  Optional<Message> read(int longest) throws IOException {
    if (over) {
      return Optional.empty();
    }
    try {
      Optional<Message> message = Message.read(in, longest);
      return over ? Optional.empty() : message;
    } catch (IOException e) {
      if (over) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /**
   * Whether what has come already runs nothing more before it ends in a Sync; a driver sends its
   * whole batch at once. Where the client has gone nothing more will come.
   */
  boolean batchEnds() {
    try {
      int left = in.available();
      in.mark(left);
      boolean ends = endsWithin(left);
      in.reset();
      return ends;
    } catch (IOException e) {
      return true;
    }
  }

  private boolean endsWithin(int bytes) throws IOException {
    for (int left = bytes; left >= HEADER; ) {
      char type = (char) in.readUnsignedByte();
      int rest = in.readInt() - Integer.BYTES;
      if (type != 'H' && type != 'C') {
        return type == 'S';
      }
      left -= HEADER;
      if (rest < 0 || rest > left) {
        return true;
      }
      in.skipNBytes(rest);
      left -= rest;
    }
    return true;
  }

  void send(Message message) throws IOException {
    writing.lock();
    try {
      if (!over) {
        message.write(out);
      }
    } finally {
      writing.unlock();
    }
  }

  void flush() throws IOException {
    writing.lock();
    try {
      if (!over) {
        out.flush();
      }
    } finally {
      writing.unlock();
    }
  }

  /** An answer before TLS, which is a single byte. */
  void answer(char letter) throws IOException {
    plain.getOutputStream().write(letter);
  }

  /** What takes longer than this in one read is an error; zero: nothing is. */
  void patience(Duration longest) throws IOException {
    plain.setSoTimeout((int) longest.toMillis());
  }

  /** Whether it was dropped or told the end. */
  boolean gone() {
    return over;
  }

  /** Resets the connection; what the client hasn't read yet is lost. */
  void drop() {
    over = true;
    try {
      plain.setSoLinger(true, 0);
      plain.close();
    } catch (IOException e) {
      // It is gone, which was the aim.
    }
  }

  /** Says a last word between two messages and hangs up. */
  void end(Notice last) {
    try {
      // A client that reads nothing keeps its session's thread in a write.
      if (!writing.tryLock(FAREWELL.toSeconds(), TimeUnit.SECONDS)) {
        drop();
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      drop();
      return;
    }
    try {
      last.as('E').write(out);
      out.flush();
      over = true;
      socket.shutdownOutput();
    } catch (IOException e) {
      drop();
    } finally {
      writing.unlock();
    }
  }

  /**
   * Waits until a client that was told the end hangs up: closing before it has read that would
   * reset the connection, and the last word would be lost.
   */
  void farewell() {
    if (!over) {
      return;
    }
    try {
      patience(FAREWELL);
      in.skipNBytes(Long.MAX_VALUE);
    } catch (IOException e) {
      // The client has hung up, or had time enough.
    }
  }
}
