package dev.penstock.operator.monitoring;

import dev.penstock.operator.monitoring.Answers.Sample;
import dev.penstock.operator.monitoring.Answers.Series;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One panel of a picture, drawn from the answers to its queries.
 *
 * @param asked puts what is chosen into a query
 */
record PanelPicture(
    Panel panel, UnaryOperator<String> asked, Answers answers, Answers.Range range) {
  private static final List<String> COLOURS =
      List.of(
          "#2f7ed8", "#e0812b", "#2e9d5b", "#c0392b", "#7d5fc4", "#1aa3a3", "#b7950b", "#c2478f",
          "#5d6d7e", "#8bb33d");
  private static final DateTimeFormatter CLOCK =
      DateTimeFormatter.ofPattern("HH:mm").withZone(ZoneOffset.UTC);
  private static final Pattern LABEL = Pattern.compile("\\{\\{(\\w+)}}");
  private static final double GAP = 8;
  private static final int MOST_ROWS = 6;

  private record Line(String name, List<Sample> samples) {}

  String svg() throws Exception {
    var text = new StringBuilder();
    text.append(
        "<rect width=\"%s\" height=\"%s\" rx=\"3\" fill=\"#ffffff\" stroke=\"#dfe2e8\"/>\n"
            .formatted(Svg.number(wide()), Svg.number(high())));
    text.append(
        "<text x=\"10\" y=\"18\" font-size=\"%s\" font-weight=\"bold\" fill=\"#374151\">%s</text>\n"
            .formatted(panel.kind() == Panel.Kind.NUMBER ? "10" : "11.5", Svg.text(panel.title())));
    text.append(
        switch (panel.kind()) {
          case NUMBER -> figure();
          case LINES -> lines();
          case TABLE -> table();
        });
    return text.toString();
  }

  private double wide() {
    return panel.kind().width() * DashboardPicture.COLUMN - GAP;
  }

  private double high() {
    return panel.kind().height() * DashboardPicture.ROW - GAP;
  }

  private String figure() throws Exception {
    var query = asked.apply(panel.queries().getFirst().text());
    var now = answers.now(query);
    if (now.isEmpty()) {
      return nothing();
    }
    var value = now.getFirst().samples().getLast().value();
    var text = new StringBuilder();
    for (var series : answers.over(query)) {
      var plot = new Plot(1, high() - 34, wide() - 2, 33, range, top(List.of(series.samples()), 0));
      text.append(
          "<path d=\"%s\" fill=\"#2f7ed8\" fill-opacity=\"0.12\"/>\n"
              .formatted(plot.area(series.samples())));
    }
    return text.append(
            "<text x=\"%s\" y=\"62\" font-size=\"27\" text-anchor=\"middle\" fill=\"#1f5fae\">%s</text>\n"
                .formatted(Svg.number(wide() / 2), Svg.text(Amount.of(panel.unit(), value))))
        .toString();
  }

  private String lines() throws Exception {
    var lines = new ArrayList<Line>();
    for (var query : panel.queries()) {
      for (var series : answers.over(asked.apply(query.text()))) {
        lines.add(new Line(legend(query.legend(), series), series.samples()));
      }
    }
    if (lines.isEmpty()) {
      return nothing();
    }
    var legend = new Legend(lines.stream().map(Line::name).toList(), wide() - 20);
    double bottom = legend.rows() * 14 + 24;
    var samples = lines.stream().map(Line::samples).toList();
    double step = step(top(samples, 0));
    double top = Math.ceil(top(samples, 0) / step - 1e-9) * step;
    var plot = new Plot(62, 30, wide() - 90, high() - 30 - bottom, range, top);
    var text = new StringBuilder();
    for (double at = 0; at <= top + step / 2; at += step) {
      text.append(
          "<line x1=\"%s\" x2=\"%s\" y1=\"%3$s\" y2=\"%3$s\" stroke=\"#e8eaef\"/>\n"
              .formatted(
                  Svg.number(plot.x()),
                  Svg.number(plot.x() + plot.wide()),
                  Svg.number(plot.y(at))));
      text.append(
          "<text x=\"56\" y=\"%s\" text-anchor=\"end\" fill=\"#6b7280\" font-size=\"10\">%s</text>\n"
              .formatted(Svg.number(plot.y(at) + 3.5), Svg.text(Amount.of(panel.unit(), at))));
    }
    for (int tick = 0; tick <= 4; tick++) {
      double time = range.start() + (range.end() - range.start()) * tick / 4;
      text.append(
          "<text x=\"%s\" y=\"%s\" text-anchor=\"middle\" fill=\"#6b7280\" font-size=\"10\">%s</text>\n"
              .formatted(
                  Svg.number(plot.x(time)),
                  Svg.number(plot.top() + plot.high() + 14),
                  CLOCK.format(Instant.ofEpochSecond((long) time))));
    }
    for (int i = 0; i < lines.size(); i++) {
      text.append(
          "<path d=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"1.6\" stroke-linejoin=\"round\"/>\n"
              .formatted(plot.line(lines.get(i).samples()), colour(i)));
    }
    return text.append(legend.svg(high() - legend.rows() * 14 + 4)).toString();
  }

  private String table() throws Exception {
    var rows = answers.now(asked.apply(panel.queries().getFirst().text()));
    if (rows.isEmpty()) {
      return nothing();
    }
    var names = new TreeSet<String>();
    rows.forEach(row -> names.addAll(row.labels().keySet()));
    double column = (wide() - 20) / (names.size() + 1);
    var text = new StringBuilder();
    var heads = new ArrayList<>(names);
    heads.add("Value");
    cells(text, heads, 42, column, "#6b7280");
    int shown = 0;
    for (var row : rows.subList(0, Math.min(MOST_ROWS, rows.size()))) {
      double y = 64 + 22 * shown++;
      text.append(
          "<line x1=\"10\" x2=\"%s\" y1=\"%2$s\" y2=\"%2$s\" stroke=\"#e8eaef\"/>\n"
              .formatted(Svg.number(wide() - 10), Svg.number(y - 15)));
      var cells =
          new ArrayList<>(names.stream().map(name -> row.labels().getOrDefault(name, "")).toList());
      cells.add(Amount.of(panel.unit(), row.samples().getLast().value()));
      cells(text, cells, y, column, "#1f2430");
    }
    return text.toString();
  }

  private static void cells(
      StringBuilder text, List<String> cells, double y, double column, String colour) {
    for (int i = 0; i < cells.size(); i++) {
      text.append(
          "<text x=\"%s\" y=\"%s\" fill=\"%s\">%s</text>\n"
              .formatted(
                  Svg.number(10 + i * column),
                  Svg.number(y),
                  colour,
                  Svg.fit(cells.get(i), column - 6)));
    }
  }

  private String nothing() {
    return "<text x=\"%s\" y=\"%s\" text-anchor=\"middle\" fill=\"#9aa1ad\">No data</text>\n"
        .formatted(Svg.number(wide() / 2), Svg.number(high() / 2 + 10));
  }

  private static String colour(int line) {
    return COLOURS.get(line % COLOURS.size());
  }

  private static String legend(String pattern, Series series) {
    if (pattern.isEmpty()) {
      return new TreeMap<>(series.labels()).toString();
    }
    return LABEL
        .matcher(pattern)
        .replaceAll(
            found -> Matcher.quoteReplacement(series.labels().getOrDefault(found.group(1), "")));
  }

  private static double top(List<List<Sample>> lines, double least) {
    return lines.stream().flatMap(List::stream).mapToDouble(Sample::value).reduce(least, Math::max);
  }

  /** {@return a round distance of at most five lines} */
  private double step(double top) {
    if (top <= 0) {
      return 1;
    }
    boolean bytes = panel.unit().equals("bytes") || panel.unit().equals("Bps");
    double unit = bytes ? Math.pow(1024, Math.floor(Math.log(top) / Math.log(1024))) : 1;
    double power = unit * Math.pow(10, Math.floor(Math.log10(top / unit / 4)));
    for (double factor : new double[] {1, 2, 2.5, 5}) {
      if (top / (power * factor) <= 4.001) {
        return power * factor;
      }
    }
    return power * 10;
  }

  /** Names of lines with their colours, as many rows as they need, at most two. */
  private record Legend(List<String> names, double wide) {
    private static final double DASH = 20;

    int rows() {
      return places().stream().mapToInt(place -> (int) place[1]).max().orElse(0) + 1;
    }

    String svg(double y) {
      var text = new StringBuilder();
      var places = places();
      for (int i = 0; i < places.size(); i++) {
        double x = 10 + places.get(i)[0];
        double at = y + places.get(i)[1] * 14;
        text.append(
            "<line x1=\"%s\" x2=\"%s\" y1=\"%3$s\" y2=\"%3$s\" stroke=\"%4$s\" stroke-width=\"3\"/>"
                .formatted(Svg.number(x), Svg.number(x + 12), Svg.number(at - 3.5), colour(i)));
        text.append(
            "<text x=\"%s\" y=\"%s\" fill=\"#4b5563\" font-size=\"10.5\">%s</text>\n"
                .formatted(Svg.number(x + 16), Svg.number(at), Svg.text(shown(i, places.size()))));
      }
      return text.toString();
    }

    private String shown(int i, int places) {
      return i == places - 1 && places < names.size()
          ? "and %d more".formatted(names.size() - i)
          : names.get(i);
    }

    private List<double[]> places() {
      var places = new ArrayList<double[]>();
      double x = 0;
      int row = 0;
      for (var name : names) {
        double needs = DASH + name.length() * 5.9 + 10;
        if (x + needs > wide && x > 0) {
          x = 0;
          row++;
        }
        if (row > 1) {
          return places;
        }
        places.add(new double[] {x, row});
        x += needs;
      }
      return places;
    }
  }

  /** Where samples lie on the panel. */
  private record Plot(
      double x, double top, double wide, double high, Answers.Range range, double most) {
    double x(double time) {
      return x + wide * (time - range.start()) / (range.end() - range.start());
    }

    double y(double value) {
      return top + high * (1 - (most > 0 ? Math.max(0, value) / most : 0));
    }

    /** A line ends where samples are missing. */
    String line(List<Sample> samples) {
      var path = new StringBuilder();
      double before = Double.NEGATIVE_INFINITY;
      double gap = 3.5 * (range.end() - range.start()) / Answers.STEPS;
      for (var sample : samples) {
        path.append(sample.time() - before > gap ? "M" : "L")
            .append("%s %s".formatted(Svg.number(x(sample.time())), Svg.number(y(sample.value()))));
        before = sample.time();
      }
      return path.toString();
    }

    /** What is below a line, also where samples are missing. */
    String area(List<Sample> samples) {
      var path = new StringBuilder("M%s %s".formatted(edge(samples.getFirst()), floor()));
      for (var sample : samples) {
        path.append("L%s %s".formatted(edge(sample), Svg.number(y(sample.value()))));
      }
      return path.append("L%s %sZ".formatted(edge(samples.getLast()), floor())).toString();
    }

    private String edge(Sample sample) {
      return Svg.number(x(sample.time()));
    }

    private String floor() {
      return Svg.number(top + high);
    }
  }
}
