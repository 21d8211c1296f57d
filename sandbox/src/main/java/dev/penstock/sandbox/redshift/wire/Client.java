package dev.penstock.sandbox.redshift.wire;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;

/** The driver's end of a session, once it speaks TLS. */
final class Client {
  private static final SecureRandom RANDOM = new SecureRandom();

  private final DataInputStream in;
  private final DataOutputStream out;

  Client(Socket socket) throws IOException {
    this.in = new DataInputStream(new BufferedInputStream(socket.getInputStream(), 1 << 16));
    this.out = new DataOutputStream(new BufferedOutputStream(socket.getOutputStream(), 1 << 16));
  }

  Startup startup() throws IOException {
    return Startup.read(in);
  }

  Optional<Message> read() throws IOException {
    return Message.read(in);
  }

  void send(Message message) throws IOException {
    message.write(out);
  }

  void flush() throws IOException {
    out.flush();
  }

  /** Asks for the password by MD5, as Redshift did before it had its own digest. */
  boolean knows(String user, String password) throws IOException {
    byte[] salt = new byte[4];
    RANDOM.nextBytes(salt);
    send(Message.of('R').int32(5).bytes(salt).build());
    flush();
    Optional<Message> answer = read();
    if (answer.isEmpty() || answer.get().type() != 'p') {
      return false;
    }
    byte[] inner = hex(md5(bytes(password + user)));
    String expected = "md5" + new String(hex(md5(inner, salt)), StandardCharsets.US_ASCII);
    return MessageDigest.isEqual(bytes(expected), bytes(answer.get().reader().text()));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes).getBytes(StandardCharsets.US_ASCII);
  }

  private static byte[] md5(byte[]... parts) {
    try {
      MessageDigest digest = MessageDigest.getInstance("MD5");
      for (byte[] part : parts) {
        digest.update(part);
      }
      return digest.digest();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JDK has MD5", e);
    }
  }
}
