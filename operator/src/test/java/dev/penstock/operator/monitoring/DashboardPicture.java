package dev.penstock.operator.monitoring;

import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * A dashboard as a picture of the documentation: its panels where the JSON puts them, each drawn
 * from what a Prometheus answers to its queries. It is like Grafana's page, and is not made by it.
 *
 * @param choices what is chosen at the top of the page, by name
 */
public record DashboardPicture(Answers answers, Answers.Range range, Map<String, String> choices) {
  static final double COLUMN = 44;
  static final double ROW = 27;
  private static final int COLUMNS = 24;
  private static final double MARGIN = 14;
  private static final double HEAD = 58;

  public DashboardPicture {
    choices = Map.copyOf(choices);
  }

  /** {@return the picture of one of the chart's dashboards} */
  public String svg(String file) throws Exception {
    var dashboard =
        Dashboards.all().stream().filter(one -> one.file().equals(file)).findFirst().orElseThrow();
    var body = new StringBuilder();
    int x = 0;
    int y = 0;
    int height = 0;
    for (var panel : dashboard.panels()) {
      var kind = panel.kind();
      if (x + kind.width() > COLUMNS) {
        x = 0;
        y += height;
        height = 0;
      }
      body.append(
          "<g transform=\"translate(%s,%s)\">\n"
              .formatted(Svg.number(MARGIN + x * COLUMN), Svg.number(HEAD + y * ROW)));
      body.append(new PanelPicture(panel, asked(), answers, range).svg());
      body.append("</g>\n");
      x += kind.width();
      height = Math.max(height, kind.height());
    }
    double wide = 2 * MARGIN + COLUMNS * COLUMN;
    double high = HEAD + (y + height) * ROW + MARGIN;
    return """
    <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %1$s %2$s" width="%1$s" height="%2$s" font-family="sans-serif" font-size="11">
    <rect width="%1$s" height="%2$s" fill="#f4f5f7"/>
    <text x="%3$s" y="27" font-size="17" font-weight="bold" fill="#1f2430">%4$s</text>
    <text x="%3$s" y="45" fill="#6b7280">%5$s</text>
    <text x="%6$s" y="27" text-anchor="end" fill="#6b7280">%7$s</text>
    """
            .formatted(
                Svg.number(wide),
                Svg.number(high),
                Svg.number(MARGIN + 4),
                Svg.text(dashboard.title()),
                Svg.text(dashboard.about()),
                Svg.number(wide - MARGIN - 4),
                Svg.text(chosen(dashboard)))
        + body
        + "</svg>\n";
  }

  private String chosen(Dashboard dashboard) {
    var text = new StringBuilder();
    for (var choice : dashboard.choices()) {
      var value = choices.getOrDefault(choice.name(), "");
      text.append("%s: %s   ".formatted(choice.name(), choice.several() ? "All" : value));
    }
    return text + "last " + Amount.of("s", range.end() - range.start());
  }

  private UnaryOperator<String> asked() {
    return query -> {
      var text = query.replace("$__rate_interval", "1m");
      for (var choice : choices.entrySet()) {
        text = text.replace("$" + choice.getKey(), choice.getValue());
      }
      return text;
    };
  }
}
