package dev.penstock.operator.notify.channel;

import dev.penstock.api.model.Notifier;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A bot, where the Secret has its token: an incident is a thread, whose first message is changed
 * when it is over. An incoming webhook otherwise, which knows no threads.
 *
 * <p>A thread is {@code channel:ts}, by the channel's id.
 */
record SlackChannel(Notifier.Slack slack, Keys keys, Post post) implements Channel {
  private static final String TOKEN = "token";
  private static final String WEBHOOK = "webhook";
  private static final int TEXT = 3500;

  /** Answers of the Web API that another try may change. */
  private static final Set<String> PASSING =
      Set.of(
          "ratelimited",
          "rate_limited",
          "internal_error",
          "fatal_error",
          "request_timeout",
          "service_unavailable",
          "team_added_to_org");

  /** The first message is gone, so the thread is, too. */
  private static final Set<String> GONE =
      Set.of("message_not_found", "thread_not_found", "cant_update_message", "edit_window_closed");

  @Override
  public Sent send(Letter letter) throws InterruptedException {
    var token = keys.value(TOKEN);
    if (token.isPresent()) {
      return letter.thread().isPresent() && letter.thread().get().contains(":")
          ? follow(token.get(), letter.thread().get(), letter)
          : begin(token.get(), letter);
    }
    var webhook = keys.value(WEBHOOK);
    if (webhook.isEmpty()) {
      return keys.missing("token (of a bot) or webhook");
    }
    var url = SecretUrl.url(webhook.get());
    if (url.isEmpty()) {
      return keys.unusable(WEBHOOK, "a URL");
    }
    var answer = post.send(url.get(), json(), Json.text(Map.of("text", text(letter))));
    return switch (answer) {
      case Post.Answer.Came came -> came.judged();
      case Post.Answer.None none -> none.judged();
    };
  }

  private Sent begin(String token, Letter letter) throws InterruptedException {
    var channel = letter.channel().or(slack::channel);
    if (channel.isEmpty()) {
      return new Sent.Refused(
          "ChannelMissing",
          "neither the pipeline nor the connection names a channel. Write slack.channel.");
    }
    return call(token, "chat.postMessage", message(channel.get(), text(letter)));
  }

  /** The first message goes first: changing it twice is no harm, a second answer would be. */
  private Sent follow(String token, String thread, Letter letter) throws InterruptedException {
    var channel = thread.substring(0, thread.indexOf(':'));
    var ts = thread.substring(thread.indexOf(':') + 1);
    if (letter.kind() == Letter.Kind.RECOVERED && letter.last()) {
      var update = message(channel, text(letter));
      update.put("ts", ts);
      var updated = call(token, "chat.update", update);
      if (gone(updated)) {
        return begin(token, letter);
      }
      if (!(updated instanceof Sent.Delivered)) {
        return updated;
      }
    }
    var reply = message(channel, text(letter));
    reply.put("thread_ts", ts);
    var replied = call(token, "chat.postMessage", reply);
    return gone(replied) ? begin(token, letter) : keep(replied, thread);
  }

  private static Sent keep(Sent sent, String thread) {
    return sent instanceof Sent.Delivered ? new Sent.Delivered(Optional.of(thread)) : sent;
  }

  private static boolean gone(Sent sent) {
    return sent instanceof Sent.Refused refused && GONE.contains(refused.reason());
  }

  private Sent call(String token, String method, Map<String, Object> body)
      throws InterruptedException {
    var headers = new LinkedHashMap<>(json());
    headers.put("Authorization", "Bearer " + token);
    return switch (post.send(
        URI.create(slack.endpoint() + "/" + method), headers, Json.text(body))) {
      case Post.Answer.Came came -> judged(came);
      case Post.Answer.None none -> none.judged();
    };
  }

  /** Most refusals come with the status 200. */
  private static Sent judged(Post.Answer.Came came) {
    if (!(came.judged() instanceof Sent.Delivered)) {
      return came.judged();
    }
    var answer = Json.read(came.body());
    if (answer.path("ok").asBoolean(false)) {
      var channel = answer.path("channel").asText();
      var ts = answer.path("ts").asText();
      return new Sent.Delivered(
          channel.isEmpty() || ts.isEmpty() || channel.length() + ts.length() > 100
              ? Optional.empty()
              : Optional.of(channel + ":" + ts));
    }
    var error = answer.path("error").asText();
    if (!error.matches("[a-z_]{1,64}")) {
      return new Sent.Later("its answer was none of Slack's", Optional.empty());
    }
    return PASSING.contains(error)
        ? new Sent.Later("Slack says " + error, came.after())
        : new Sent.Refused(error, "Slack says " + error);
  }

  private static Map<String, String> json() {
    return Map.of("Content-Type", "application/json; charset=utf-8");
  }

  private static Map<String, Object> message(String channel, String text) {
    var message = new LinkedHashMap<String, Object>();
    message.put("channel", channel);
    message.put("text", text);
    message.put("unfurl_links", false);
    message.put("unfurl_media", false);
    return message;
  }

  /** Escaped, so that no text mentions anybody or hides a link. */
  private static String text(Letter letter) {
    var text = letter.text();
    var cut = text.length() > TEXT ? text.substring(0, TEXT) + "..." : text;
    return cut.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
