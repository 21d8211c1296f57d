package dev.penstock.sandbox.gitops;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.UnixDomainSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RelayTest {
  @TempDir Path folder;

  @Test
  void whatIsSaidToOneAddressIsHeardAtTheOtherAndAnswered() throws Exception {
    try (var server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        var out = Relay.open(socket(), server.getLocalSocketAddress());
        var in = Relay.open(free(), socket())) {
      var answering = Thread.startVirtualThread(() -> answerOnce(server));

      assertThat(ask(in, "a question")).isEqualTo("heard: a question");
      answering.join();
    }
  }

  @Test
  void whereNobodyListensTheConnectionEnds() throws Exception {
    var gone = free();
    try (var in = Relay.open(free(), gone)) {
      assertThat(ask(in, "is somebody there?")).isEmpty();
    }
  }

  @Test
  void aConnectionThatIsOpenEndsWithTheRelay() throws Exception {
    try (var server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      var relay = Relay.open(free(), server.getLocalSocketAddress());
      try (var caller = new Socket()) {
        caller.connect(relay.address());
        try (var called = server.accept()) {
          called.getOutputStream().write('x');
          assertThat(caller.getInputStream().read()).isEqualTo('x');

          relay.close();

          assertThat(called.getInputStream().read()).isEqualTo(-1);
        }
      }
    }
  }

  /** Says everything, then nothing more, and reads to the end. */
  private static String ask(Relay relay, String question) throws IOException {
    try (var socket = new Socket()) {
      socket.connect(relay.address());
      socket.getOutputStream().write(question.getBytes(StandardCharsets.UTF_8));
      socket.shutdownOutput();
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    } catch (SocketException e) {
      return "";
    }
  }

  private static void answerOnce(ServerSocket server) {
    try (var socket = server.accept()) {
      var heard = socket.getInputStream().readAllBytes();
      socket.getOutputStream().write("heard: ".getBytes(StandardCharsets.UTF_8));
      socket.getOutputStream().write(heard);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private UnixDomainSocketAddress socket() {
    return UnixDomainSocketAddress.of(folder.resolve("relay.sock"));
  }

  private static InetSocketAddress free() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return new InetSocketAddress(InetAddress.getLoopbackAddress(), socket.getLocalPort());
    }
  }
}
