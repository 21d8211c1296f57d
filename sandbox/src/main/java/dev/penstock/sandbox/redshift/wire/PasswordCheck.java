package dev.penstock.sandbox.redshift.wire;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;

/** Asks a client for the password of one user, which itself never travels. */
final class PasswordCheck {
  private static final int MD5 = 5;
  private static final int DIGEST = 13;
  private static final int SHA_256 = 0;
  private static final int LONGEST_ANSWER = 4096;

  private final Authentication authentication;
  private final byte[] password;
  private final SecureRandom random = new SecureRandom();

  /** Redshift keeps the password as a digest with this salt, so it stays the same. */
  private final byte[] userSalt = bytes(16);

  PasswordCheck(Authentication authentication, String password) {
    this.authentication = authentication;
    this.password = utf8(password);
  }

  /** Whether the client knows it; false too if it says nothing or something else. */
  boolean passes(Client client, String user) throws IOException {
    return switch (authentication) {
      case MD5 -> md5(client, user);
      case DIGEST -> digest(client);
    };
  }

  private boolean md5(Client client, String user) throws IOException {
    byte[] salt = bytes(4);
    Optional<Message> answer = ask(client, Message.of('R').int32(MD5).bytes(salt).build(), 'p');
    if (answer.isEmpty()) {
      return false;
    }
    byte[] inner = hex(hash("MD5", password, utf8(user)));
    String expected = "md5" + new String(hex(hash("MD5", inner, salt)), StandardCharsets.US_ASCII);
    return MessageDigest.isEqual(utf8(expected), utf8(answer.get().reader().text()));
  }

  private boolean digest(Client client) throws IOException {
    byte[] nonce = bytes(16);
    Message question =
        Message.of('R')
            .int32(DIGEST)
            .int32(SHA_256)
            .int32(userSalt.length)
            .bytes(userSalt)
            .int32(nonce.length)
            .bytes(nonce)
            .build();
    Optional<Message> answer = ask(client, question, 'd');
    if (answer.isEmpty()) {
      return false;
    }
    Message.Reader in = answer.get().reader();
    byte[] seen = in.bytes(in.int32());
    byte[] clientNonce = in.bytes(in.int32());
    byte[] kept = hash("SHA-256", password, userSalt);
    return MessageDigest.isEqual(hash("SHA-256", kept, nonce, clientNonce), seen);
  }

  /** Empty where the client hangs up or sends another message. */
  private static Optional<Message> ask(Client client, Message question, char expected)
      throws IOException {
    client.send(question);
    client.flush();
    return client.read(LONGEST_ANSWER).filter(answer -> answer.type() == expected);
  }

  private byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes).getBytes(StandardCharsets.US_ASCII);
  }

  private static byte[] hash(String algorithm, byte[]... parts) {
    try {
      MessageDigest digest = MessageDigest.getInstance(algorithm);
      for (byte[] part : parts) {
        digest.update(part);
      }
      return digest.digest();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JDK has " + algorithm, e);
    }
  }
}
