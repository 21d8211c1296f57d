package dev.penstock.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The names and secrets of one sandbox, drawn at its first start. */
public record Credentials(Login shop, KeyPair store, Login warehouse) {
  /** A database user. */
  public record Login(String username, String password) {
    @Override
    public String toString() {
      return "Login[%s]".formatted(username);
    }
  }

  /** A user of the object store. */
  public record KeyPair(String accessKeyId, String secretAccessKey) {
    @Override
    public String toString() {
      return "KeyPair[%s]".formatted(accessKeyId);
    }
  }

  public static Credentials random() {
    return new Credentials(
        new Login("shop", Passwords.random()),
        new KeyPair("PENSTOCK" + Passwords.random().substring(0, 12), Passwords.random()),
        new Login("etl", Passwords.random()));
  }

  /** The credentials in this file, which is written if it isn't there; nobody else may read it. */
  public static Credentials keptIn(Path file) {
    try {
      if (Files.exists(file)) {
        return Json.MAPPER.readValue(file.toFile(), Credentials.class);
      }
      Credentials drawn = random();
      Json.writePrivately(file, drawn);
      return drawn;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
