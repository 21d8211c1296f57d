package dev.penstock.operator.notify.channel;

import dev.penstock.api.model.Notifier;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** CloudEvents 1.0 in structured mode, signed by HMAC-SHA256 over the body. */
record WebhookChannel(Notifier.Webhook webhook, Keys keys, Post post) implements Channel {
  static final String SIGNATURE = "Penstock-Signature";
  private static final String KEY = "signingKey";

  @Override
  public Sent send(Letter letter) throws InterruptedException {
    var key = keys.value(KEY);
    if (key.isEmpty()) {
      return keys.missing(KEY);
    }
    var body = Json.text(event(letter));
    var answer =
        post.send(
            webhook.url(),
            Map.of(
                "Content-Type",
                "application/cloudevents+json; charset=utf-8",
                SIGNATURE,
                "sha256=" + signature(key.get(), body)),
            body);
    return switch (answer) {
      case Post.Answer.Came came -> came.judged();
      case Post.Answer.None none -> none.judged();
    };
  }

  private static Map<String, Object> event(Letter letter) {
    var event = new LinkedHashMap<String, Object>();
    event.put("specversion", "1.0");
    event.put("id", letter.id());
    event.put("source", "/apis/penstock.dev/v1alpha1/namespaces/" + letter.namespace());
    event.put("type", "dev.penstock.incident." + letter.kind().word());
    if (letter.pipelines().size() == 1) {
      event.put("subject", letter.pipelines().getFirst());
    }
    event.put("time", letter.at().toString());
    event.put("datacontenttype", "application/json");
    var data = new LinkedHashMap<String, Object>();
    data.put("namespace", letter.namespace());
    data.put("pipelines", letter.pipelines());
    data.put("event", letter.event());
    data.put("reason", letter.reason());
    data.put("since", letter.since().toString());
    letter.lasted().ifPresent(time -> data.put("lastedSeconds", time.toSeconds()));
    data.put("title", letter.title());
    data.put("text", String.join("\n", letter.lines()));
    event.put("data", data);
    return event;
  }

  static String signature(String key, String body) {
    try {
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      return HexFormat.of().formatHex(mac.doFinal(body.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException | InvalidKeyException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
