package dev.penstock.operator.notify.channel;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** An adaptive card for the webhook of a workflow. It has no threads. */
record TeamsChannel(Keys keys, Post post) implements Channel {
  private static final String KEY = "webhook";

  @Override
  public Sent send(Letter letter) throws InterruptedException {
    var key = keys.value(KEY);
    if (key.isEmpty()) {
      return keys.missing(KEY);
    }
    var url = SecretUrl.url(key.get());
    if (url.isEmpty()) {
      return keys.unusable(KEY, "a URL");
    }
    var answer = post.send(url.get(), Map.of("Content-Type", "application/json"), card(letter));
    return switch (answer) {
      case Post.Answer.Came came -> came.judged();
      case Post.Answer.None none -> none.judged();
    };
  }

  private static String card(Letter letter) {
    var blocks = new ArrayList<Map<String, Object>>();
    blocks.add(block(letter.title(), "Bolder"));
    letter.lines().forEach(line -> blocks.add(block(line, "Default")));
    var content =
        Map.of(
            "$schema",
            "http://adaptivecards.io/schemas/adaptive-card.json",
            "type",
            "AdaptiveCard",
            "version",
            "1.4",
            "body",
            blocks);
    return Json.text(
        Map.of(
            "type",
            "message",
            "attachments",
            List.of(
                Map.of(
                    "contentType",
                    "application/vnd.microsoft.card.adaptive",
                    "content",
                    content))));
  }

  // A text run shows its text as it is; a text block would read it as Markdown, links and all.
  private static Map<String, Object> block(String text, String weight) {
    return Map.of(
        "type",
        "RichTextBlock",
        "inlines",
        List.of(Map.of("type", "TextRun", "text", text, "weight", weight)));
  }
}
