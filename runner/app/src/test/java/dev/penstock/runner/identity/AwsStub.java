package dev.penstock.runner.identity;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;

/**
 * A server that answers as STS and the APIs of Redshift do, and takes down who asked. It looks at
 * who has signed, and not whether the signature is right, which s3proxy does for buckets. What it
 * can't prove stands in docs/connections.md.
 */
public final class AwsStub implements AutoCloseable {
  public static final String ROLE_TOKEN = "token-of-the-role";
  private static final List<String> PROPERTIES =
      List.of(
          "aws.endpointUrlSts",
          "aws.endpointUrlRedshift",
          "aws.endpointUrlRedshiftServerless",
          "aws.accessKeyId",
          "aws.secretAccessKey");

  private final HttpServer server;
  private final String roleKey;
  private final String roleSecret;
  private final String user;
  private final String password;
  private final List<Asked> asked = Collections.synchronizedList(new ArrayList<>());
  private final Deque<Refusal> refusals = new ArrayDeque<>();
  private volatile Duration holds = Duration.ofHours(1);

  private AwsStub(
      HttpServer server, String roleKey, String roleSecret, String user, String password) {
    this.server = server;
    this.roleKey = roleKey;
    this.roleSecret = roleSecret;
    this.user = user;
    this.password = password;
  }

  /** One request. */
  public record Asked(String signedBy, String service, String token, String target, String body) {}

  private record Refusal(int status, String code) {}

  /** Starts it, and makes it what this JVM takes for AWS, in a pod whose key is {@code POD}. */
  public static AwsStub start(String roleKey, String roleSecret, String user, String password)
      throws IOException {
    var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    var stub = new AwsStub(server, roleKey, roleSecret, user, password);
    server.createContext("/", stub::answer);
    server.start();
    var url = URI.create("http://127.0.0.1:" + server.getAddress().getPort()).toString();
    PROPERTIES.subList(0, 3).forEach(name -> System.setProperty(name, url));
    System.setProperty("aws.accessKeyId", "POD");
    System.setProperty("aws.secretAccessKey", "secret-of-the-pod");
    return stub;
  }

  /** How long what it gives from now on holds. */
  public void holds(Duration time) {
    holds = time;
  }

  /** Refuses so many of the next requests. */
  public void refuse(int times, int status, String code) {
    synchronized (refusals) {
      for (int i = 0; i < times; i++) {
        refusals.add(new Refusal(status, code));
      }
    }
  }

  /** {@return what was asked, in that order} */
  public List<Asked> asked() {
    return List.copyOf(asked);
  }

  @Override
  public void close() {
    PROPERTIES.forEach(System::clearProperty);
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      var headers = exchange.getRequestHeaders();
      var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      var scope =
          String.valueOf(headers.getFirst("Authorization"))
              .replaceAll("(?s).*Credential=([^,]*),.*", "$1")
              .split("/");
      var target = String.valueOf(headers.getFirst("X-Amz-Target"));
      boolean json = target.startsWith("Redshift");
      asked.add(
          new Asked(
              scope[0],
              scope.length > 3 ? scope[3] : "",
              String.valueOf(headers.getFirst("X-Amz-Security-Token")),
              target,
              json ? body : URLDecoder.decode(body, StandardCharsets.UTF_8)));
      Refusal refusal;
      synchronized (refusals) {
        refusal = refusals.poll();
      }
      var text =
          refusal == null
              ? given(json, body)
              : json
                  ? "{\"__type\":\"com.amazonaws#%s\",\"message\":\"no\"}".formatted(refusal.code())
                  : "<ErrorResponse><Error><Type>Sender</Type><Code>%s</Code><Message>no</Message></Error></ErrorResponse>"
                      .formatted(refusal.code());
      var bytes = text.getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(refusal == null ? 200 : refusal.status(), bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }

  private String given(boolean json, String body) {
    var until = Instant.now().plus(holds);
    if (json) {
      return "{\"dbUser\":\"%s\",\"dbPassword\":\"%s\",\"expiration\":%d.5}"
          .formatted(user, password, until.getEpochSecond());
    }
    if (body.contains("Action=AssumeRole")) {
      return """
      <AssumeRoleResponse><AssumeRoleResult><Credentials>
      <AccessKeyId>%s</AccessKeyId><SecretAccessKey>%s</SecretAccessKey>
      <SessionToken>%s</SessionToken><Expiration>%s</Expiration>
      </Credentials></AssumeRoleResult></AssumeRoleResponse>
      """
          .formatted(roleKey, roleSecret, ROLE_TOKEN, until);
    }
    return """
    <R><Result><DbUser>%s</DbUser><DbPassword>%s</DbPassword>
    <Expiration>%s</Expiration></Result></R>
    """
        .formatted(user, password, until);
  }
}
