package dev.penstock.sandbox.gitops;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/**
 * The program that holds a network namespace: it listens where servers outside do, and relays to
 * them. It knows only the JDK, so that its class path is one folder or jar.
 */
final class Inside {
  private Inside() {}

  /**
   * Runs until it is killed.
   *
   * @param arguments a file that is made once everything listens; then address, port and unix
   *     socket of each server
   */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    for (var i = 1; i + 2 < arguments.length; i += 3) {
      Relay.open(
          new InetSocketAddress(arguments[i], Integer.parseInt(arguments[i + 1])),
          UnixDomainSocketAddress.of(arguments[i + 2]));
    }
    Files.createFile(Path.of(arguments[0]));
    new CountDownLatch(1).await();
  }
}
