package dev.penstock.sandbox.s3.faults;

import dev.penstock.sandbox.faults.Armed;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/** The requests of one connection, one after the other. Who calls it closes both sockets. */
final class Exchange {
  private static final int DRIPS_PER_SECOND = 20;

  private final Socket client;
  private final Socket server;
  private final StoreFaults faults;
  private final Consumer<Seen> watcher;
  private final InputStream fromClient;
  private final InputStream fromServer;

  Exchange(Socket client, Socket server, StoreFaults faults, Consumer<Seen> watcher)
      throws IOException {
    this.client = client;
    this.server = server;
    this.faults = faults;
    this.watcher = watcher;
    this.fromClient = new BufferedInputStream(client.getInputStream(), 1 << 16);
    this.fromServer = new BufferedInputStream(server.getInputStream(), 1 << 16);
  }

  /** Returns when one side has hung up, or a fault did. */
  void run() throws IOException {
    boolean open = true;
    while (open) {
      Optional<Head> head = Head.read(fromClient);
      if (head.isEmpty()) {
        return;
      }
      RequestHead request = new RequestHead(head.get());
      watcher.accept(Seen.of(request));
      Optional<Armed<StoreFault>> met = faults.meet(request);
      open = met.isEmpty() ? forward(request, Passing.AS_IT_IS) : strike(request, met.get());
    }
  }

  /** What happens to a request or to its reply on the way. */
  private enum Passing {
    AS_IT_IS,
    DAMAGED,
    LOST,
    CLOSED_BEHIND
  }

  private boolean strike(RequestHead request, Armed<StoreFault> armed) throws IOException {
    return switch (armed.fault()) {
      case StoreFault.SlowDown() ->
          answer(request, "503 Slow Down", problem("SlowDown", "Please reduce your request rate."));
      case StoreFault.AccessDenied() ->
          answer(request, "403 Forbidden", problem("AccessDenied", "Access Denied"));
      case StoreFault.BadGateway() -> answer(request, "502 Bad Gateway", "");
      case StoreFault.Reset() -> {
        reset();
        yield false;
      }
      case StoreFault.Damaged() -> forward(request, Passing.DAMAGED);
      case StoreFault.LostReply() -> forward(request, Passing.LOST);
      case StoreFault.HangUp() -> forward(request, Passing.CLOSED_BEHIND);
      case StoreFault.Truncated(long bytes) ->
          forward(request, Passing.CLOSED_BEHIND, new Truncation(client.getOutputStream(), bytes));
      case StoreFault.Slow(int bytesPerSecond) ->
          forward(
              request,
              Passing.AS_IT_IS,
              (body, length) -> drip(armed, bytesPerSecond, body, length));
      case StoreFault.Delay(Duration time) -> {
        armed.hold(time);
        yield forward(request, Passing.AS_IT_IS);
      }
    };
  }

  private boolean forward(RequestHead request, Passing passing) throws IOException {
    OutputStream toClient = client.getOutputStream();
    return forward(
        request,
        passing,
        passing == Passing.LOST
            ? (body, length) -> {}
            : (body, length) -> toClient.write(body, 0, length));
  }

  /** The request and its reply; the body of the reply goes into the sink. False: no more. */
  private boolean forward(RequestHead request, Passing passing, Body.Sink bodyOut)
      throws IOException {
    OutputStream toServer = server.getOutputStream();
    toServer.write(request.head().bytes());
    // A reply may come before the body: 100 Continue, or a refusal.
    var upload = new FutureTask<>(() -> upload(request.body(), passing, toServer));
    Thread.ofVirtual().start(upload);
    ReplyHead reply;
    do {
      reply =
          new ReplyHead(
              Head.read(fromServer)
                  .orElseThrow(() -> new IOException("The store closed without a reply")));
      if (passing != Passing.LOST || reply.interim()) {
        client.getOutputStream().write(reply.head().bytes());
      }
    } while (reply.interim());
    try {
      reply.body(request).pass(fromServer, bodyOut);
    } catch (Truncation.End e) {
      return false;
    }
    if (passing == Passing.LOST) {
      reset();
      return false;
    }
    // A body that the store refused before it came never ends; the connection can't be used again.
    return passing != Passing.CLOSED_BEHIND && !reply.closes() && ends(upload, reply);
  }

  /** Whether the next request may follow: what is left of a body would be taken for one. */
  private static boolean ends(Future<Boolean> upload, ReplyHead reply) {
    try {
      return reply.status() >= 400 ? upload.get(1, TimeUnit.SECONDS) : upload.get();
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Whether all of it went through. */
  private boolean upload(Body body, Passing passing, OutputStream toServer) {
    boolean[] whole = {passing != Passing.DAMAGED};
    try {
      body.pass(
          fromClient,
          (bytes, length) -> {
            if (!whole[0]) {
              bytes[0] ^= 1;
              whole[0] = true;
            }
            toServer.write(bytes, 0, length);
          });
      return true;
    } catch (IOException e) {
      // The client or the store has hung up; the reply, or its lack, tells.
      return false;
    }
  }

  /** As S3 words it. */
  private static String problem(String code, String message) {
    return """
    <?xml version="1.0" encoding="UTF-8"?>
    <Error><Code>%s</Code><Message>%s</Message><RequestId>0</RequestId><HostId>0</HostId></Error>\
    """
        .formatted(code, message);
  }

  /** A reply of our own, after which the connection closes. */
  private boolean answer(RequestHead request, String status, String body) throws IOException {
    if (!request.awaitsContinue()) {
      // Closing on a client that still writes would reset it, and lose the reply.
      request.body().pass(fromClient, (bytes, length) -> {});
    }
    String head =
        "HTTP/1.1 %s\r\nContent-Type: application/xml\r\nContent-Length: %d\r\nConnection: close\r\n\r\n"
            .formatted(status, body.length());
    OutputStream out = client.getOutputStream();
    out.write(
        (request.method().equals("HEAD") ? head : head + body).getBytes(StandardCharsets.US_ASCII));
    out.flush();
    return false;
  }

  private void reset() throws IOException {
    client.setSoLinger(true, 0);
    client.close();
  }

  private void drip(Armed<StoreFault> armed, int bytesPerSecond, byte[] body, int length)
      throws IOException {
    int piece = Math.max(1, bytesPerSecond / DRIPS_PER_SECOND);
    OutputStream out = client.getOutputStream();
    for (int from = 0; from < length; from += piece) {
      int some = Math.min(piece, length - from);
      out.write(body, from, some);
      armed.hold(Duration.ofNanos(1_000_000_000L * some / bytesPerSecond));
    }
  }
}
