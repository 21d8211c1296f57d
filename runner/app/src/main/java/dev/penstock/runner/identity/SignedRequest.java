package dev.penstock.runner.identity;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.PartitionMetadata;
import software.amazon.awssdk.regions.Region;

/**
 * One request to an API of AWS for which the image has no client: two operations do not pay for
 * seven megabytes (docs/decisions/0054). The SDK signs and sends it.
 *
 * @param service as endpoints and signatures name it
 */
record SignedRequest(Identity identity, String service, String region) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int TRIES = 3;

  /** Sends a form, as the query protocol has it; {@return the XML that is answered} */
  CredentialsReply form(SortedMap<String, String> fields, String action) {
    var body =
        fields.entrySet().stream()
            .map(field -> field.getKey() + "=" + encoded(field.getValue()))
            .collect(Collectors.joining("&"));
    return send(
        body,
        Map.of("Content-Type", "application/x-www-form-urlencoded; charset=utf-8"),
        action,
        false);
  }

  /** Sends a document, as the JSON protocol has it; {@return the document that is answered} */
  CredentialsReply json(String target, Map<String, Object> fields, String action) {
    try {
      return send(
          JSON.writeValueAsString(fields),
          Map.of("Content-Type", "application/x-amz-json-1.1", "X-Amz-Target", target),
          action,
          true);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private CredentialsReply send(
      String body, Map<String, String> headers, String action, boolean json) {
    var request = SdkHttpRequest.builder().method(SdkHttpMethod.POST).uri(endpoint());
    headers.forEach(request::putHeader);
    @Nullable CredentialsReply reply = null;
    // A new session is opened when the warehouse is wanted; a moment's refusal must not end a run.
    for (int attempt = 1; attempt <= TRIES; attempt++) {
      reply = once(request.build(), body, json, attempt == TRIES);
      if (reply != null && (reply.status() == 200 || !reply.passes())) {
        break;
      }
      if (attempt < TRIES) {
        pause(Duration.ofMillis(200L << attempt));
      }
    }
    if (reply == null) {
      throw new IllegalStateException("The last try answers or throws");
    }
    if (reply.status() != 200) {
      throw identity
          .errors()
          .of(title(), reply.status(), reply.code(), WarehouseLogins.permit(action));
    }
    return reply;
  }

  private @Nullable CredentialsReply once(
      SdkHttpRequest request, String body, boolean json, boolean last) {
    ContentStreamProvider content = ContentStreamProvider.fromUtf8String(body);
    var signed =
        AwsV4HttpSigner.create()
            .sign(sign ->
                sign.identity(identity.resolveCredentials())
                    .request(request)
                    .payload(content)
                    .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, service)
                    .putProperty(AwsV4HttpSigner.REGION_NAME, region));
    try (var client =
        UrlConnectionHttpClient.builder()
            .connectionTimeout(Duration.ofSeconds(10))
            .socketTimeout(Duration.ofSeconds(20))
            .build()) {
      var response =
          client
              .prepareRequest(
                  HttpExecuteRequest.builder()
                      .request(signed.request())
                      .contentStreamProvider(signed.payload().orElse(content))
                      .build())
              .call();
      try (var answer = response.responseBody().orElse(null)) {
        var bytes = answer == null ? new byte[0] : answer.readNBytes(1 << 16);
        return new CredentialsReply(
            response.httpResponse().statusCode(),
            new String(bytes, StandardCharsets.UTF_8),
            json,
            identity.errors());
      }
    } catch (IOException e) {
      if (last) {
        throw identity.errors().unavailable(title() + " gives no credentials, no reply", e);
      }
      return null;
    }
  }

  private void pause(Duration time) {
    try {
      Thread.sleep(time);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw identity.errors().unavailable(title() + " is no longer asked, cancelled", e);
    }
  }

  private String title() {
    return "The API " + service;
  }

  /** By the variables that the SDK's own clients honour, or AWS's own. */
  private URI endpoint() {
    var variable = "AWS_ENDPOINT_URL_" + service.toUpperCase(Locale.ROOT).replace('-', '_');
    return Optional.ofNullable(System.getProperty(property()))
        .or(() -> Optional.ofNullable(System.getenv(variable)))
        .or(() -> Optional.ofNullable(System.getProperty("aws.endpointUrl")))
        .or(() -> Optional.ofNullable(System.getenv("AWS_ENDPOINT_URL")))
        .map(URI::create)
        .orElseGet(() ->
            URI.create(
                "https://%s.%s.%s/"
                    .formatted(
                        service, region, PartitionMetadata.of(Region.of(region)).dnsSuffix())));
  }

  private String property() {
    return service.equals("redshift")
        ? "aws.endpointUrlRedshift"
        : "aws.endpointUrlRedshiftServerless";
  }

  private static String encoded(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
