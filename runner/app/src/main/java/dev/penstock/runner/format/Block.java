package dev.penstock.runner.format;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.yaml.snakeyaml.DumperOptions.FlowStyle;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.nodes.CollectionNode;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * Writes the nodes of one document anew, from what stands in its lines; indented relatively.
 *
 * <p>A comment on a line of its own belongs to the field or item that follows it. Behind the last
 * one of a mapping or list it belongs to the innermost of those that end there and do not begin
 * further right than the comment.
 */
record Block(Lines source) {
  /** As far as a list on one line may reach before it is left on several. */
  private static final int WIDTH = 100;

  /**
   * What a node may take of the lines below it.
   *
   * @param column comments further left are not the node's
   * @param until the line at which something else begins
   */
  record Room(int column, int until) {
    Room below(Node node, int next) {
      return new Room(columnOf(node) + 1, next);
    }

    // The hyphens of a list may stand right below the field that holds it; what is neither hyphen
    // nor to the right of them belongs to that field's neighbours.
    private int columnOf(Node node) {
      return Math.max(column, node.getStartMark().getColumn());
    }
  }

  /** A field or an item with the comments and blank lines above it. */
  private record Entry(int place, List<String> lead, List<String> body) {}

  /**
   * {@return the lines of a mapping in block style}
   *
   * @param from the line in which what stands above its first field begins
   */
  List<String> mapping(MappingNode node, FieldOrder order, int from, Room room) throws Unusual {
    plain(node);
    List<Entry> entries = new ArrayList<>();
    int line = from;
    var fields = node.getValue();
    for (int i = 0; i < fields.size(); i++) {
      var key = fields.get(i).getKeyNode();
      var value = fields.get(i).getValueNode();
      if (!(key instanceof ScalarNode name) || source.of(key).size() != 1) {
        throw new Unusual("a key is no plain word");
      }
      plain(key);
      var start = key.getStartMark();
      if (!source.before(start).replace("-", " ").isBlank()) {
        throw new Unusual("a key does not begin its line");
      }
      var last = i + 1 == fields.size();
      var below = room.below(node, last ? room.until() : begin(fields.get(i + 1).getKeyNode()));
      var body = field(key, value, order.below(name.getValue()), below);
      entries.add(new Entry(order.place(name.getValue()), source.gap(line, start.getLine()), body));
      line = end(value, below);
    }
    entries.sort(Comparator.comparingInt(Entry::place));
    return written(entries, source.gap(line, end(node, room)));
  }

  private List<String> sequence(SequenceNode node, FieldOrder order, int from, Room room)
      throws Unusual {
    plain(node);
    List<Entry> entries = new ArrayList<>();
    int line = from;
    var items = node.getValue();
    for (int i = 0; i < items.size(); i++) {
      var item = items.get(i);
      if (!source.before(item.getStartMark()).matches("[ -]*- +")) {
        throw new Unusual("an item does not stand beside its hyphen");
      }
      var below = room.below(node, i + 1 == items.size() ? room.until() : begin(items.get(i + 1)));
      var body = value(item, order, begin(item), below);
      int first = 0;
      // A field that came to the top brings its comment: beside the hyphen stands the field.
      while (item instanceof CollectionNode<?> && Lines.isGap(body.get(first))) {
        first++;
      }
      List<String> lead = new ArrayList<>(source.gap(line, begin(item)));
      lead.addAll(body.subList(0, first));
      List<String> lines = new ArrayList<>();
      lines.add("- " + body.get(first));
      lines.addAll(Lines.indented(body.subList(first + 1, body.size())));
      entries.add(new Entry(0, lead, lines));
      line = end(item, below);
    }
    return written(entries, source.gap(line, end(node, room)));
  }

  private static List<String> written(List<Entry> entries, List<String> foot) {
    List<String> lines = new ArrayList<>();
    for (var entry : entries) {
      lines.addAll(lines.isEmpty() ? Lines.atTheTop(entry.lead()) : entry.lead());
      lines.addAll(entry.body());
    }
    lines.addAll(foot);
    return lines;
  }

  private List<String> field(Node key, Node value, FieldOrder order, Room room) throws Unusual {
    plain(value);
    var name = source.of(key).getFirst() + ":";
    var rest = source.after(key.getEndMark()).stripLeading();
    if (!rest.startsWith(":")) {
      throw new Unusual("a key is not followed by its colon");
    }
    int line = key.getStartMark().getLine();
    if (value instanceof CollectionNode<?> node && node.getFlowStyle() == FlowStyle.BLOCK) {
      var comment = comment(rest.substring(1));
      var lines = new ArrayList<String>();
      lines.add(name + comment);
      lines.addAll(Lines.indented(value(value, order, line + 1, room)));
      return lines;
    }
    if (value.getStartMark().getLine() != line) {
      throw new Unusual("a value does not stand beside its key");
    }
    if (!source.between(key.getEndMark(), value.getStartMark()).getFirst().strip().equals(":")) {
      throw new Unusual("something stands between a key and its value");
    }
    var lines = new ArrayList<>(value(value, order, line, room));
    lines.set(0, (name + " " + lines.getFirst()).stripTrailing());
    for (int i = 1; i < lines.size(); i++) {
      lines.set(i, lines.get(i).isEmpty() ? "" : "  " + lines.get(i));
    }
    return lines;
  }

  private List<String> value(Node node, FieldOrder order, int from, Room room) throws Unusual {
    plain(node);
    return switch (node) {
      case MappingNode map when map.getFlowStyle() == FlowStyle.BLOCK ->
          mapping(map, order, from, room);
      case SequenceNode list when list.getFlowStyle() == FlowStyle.BLOCK ->
          sequence(list, order, from, room);
      case ScalarNode text when isBlock(text) -> textBlock(text);
      default -> inline(node, order);
    };
  }

  /** A scalar or a flow collection with the comment behind it. */
  private List<String> inline(Node node, FieldOrder order) throws Unusual {
    var written = source.of(node);
    var comment = comment(source.after(node.getEndMark()));
    if (written.size() == 1 || node instanceof ScalarNode || commented(written)) {
      var text = written.size() == 1 ? flow(node, order) : written.getFirst();
      return continued(text, written, comment);
    }
    var joined = flow(node, order);
    return joined.length() <= WIDTH
        ? List.of(joined + comment)
        : continued(written.getFirst(), written, comment);
  }

  private static List<String> continued(String first, List<String> written, String comment) {
    List<String> lines = new ArrayList<>();
    lines.add(first.stripTrailing());
    written.stream().skip(1).map(String::strip).forEach(lines::add);
    lines.set(lines.size() - 1, lines.getLast() + comment);
    return lines;
  }

  // One in quotes only looks like a comment; that costs no more than a line that is not joined.
  private static boolean commented(List<String> written) {
    return written.stream().anyMatch(line -> line.matches("(.*\\s)?#.*"));
  }

  private String flow(Node node, FieldOrder order) throws Unusual {
    plain(node);
    List<String> parts = new ArrayList<>();
    return switch (node) {
      case SequenceNode list -> {
        for (Node item : list.getValue()) {
          parts.add(flow(item, order));
        }
        yield "[" + String.join(", ", parts) + "]";
      }
      case MappingNode map -> {
        record Field(int place, String text) {}
        List<Field> fields = new ArrayList<>();
        for (NodeTuple tuple : map.getValue()) {
          if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
            throw new Unusual("a key is no plain word");
          }
          var value = flow(tuple.getValueNode(), order.below(key.getValue()));
          fields.add(
              new Field(
                  order.place(key.getValue()), (flow(key, order) + ": " + value).stripTrailing()));
        }
        fields.sort(Comparator.comparingInt(Field::place));
        fields.forEach(field -> parts.add(field.text()));
        yield "{" + String.join(", ", parts) + "}";
      }
      default -> {
        var written = source.of(node);
        if (written.size() != 1) {
          throw new Unusual("text in a list goes over several lines");
        }
        yield written.getFirst();
      }
    };
  }

  /** A block of text: its lines stay as they are, but for the indentation. */
  private List<String> textBlock(ScalarNode node) throws Unusual {
    var written = source.after(node.getStartMark());
    var header = written.replaceFirst("\\s.*", "");
    if (!header.matches("[|>]-?")) {
      throw new Unusual("a block of text keeps blank lines or counts its indentation");
    }
    List<String> lines = new ArrayList<>();
    // The file ends in the text, which therefore has no line break at its end; the file gets one.
    boolean open = endOfLeaf(node) == source.all().size() && header.length() == 1;
    lines.add((open ? header + "-" : header) + comment(written.substring(header.length())));
    var content = source.range(begin(node) + 1, endOfLeaf(node));
    int indent =
        content.stream().filter(line -> !line.isBlank()).findFirst().map(Lines::indent).orElse(0);
    for (var line : content) {
      lines.add(line.length() <= indent ? "" : line.substring(indent));
    }
    return lines;
  }

  private static String comment(String rest) throws Unusual {
    var text = rest.strip();
    if (!text.isEmpty() && !(text.startsWith("#") && Character.isWhitespace(rest.charAt(0)))) {
      throw new Unusual("something stands behind a value");
    }
    return text.isEmpty() ? "" : " " + text;
  }

  private static void plain(Node node) throws Unusual {
    if (node.getAnchor() != null) {
      throw new Unusual("an anchor");
    }
  }

  private static boolean isBlock(ScalarNode node) {
    return node.getScalarStyle() == ScalarStyle.LITERAL
        || node.getScalarStyle() == ScalarStyle.FOLDED;
  }

  private static int begin(Node node) {
    return node.getStartMark().getLine();
  }

  /** {@return the line behind a node and the comments at its foot} */
  private int end(Node node, Room room) {
    if (!(node instanceof CollectionNode<?> block) || block.getFlowStyle() != FlowStyle.BLOCK) {
      return endOfLeaf(node);
    }
    var last =
        switch (block) {
          case MappingNode map -> map.getValue().getLast().getValueNode();
          case SequenceNode list -> list.getValue().getLast();
          default -> throw new IllegalStateException("A third kind of collection");
        };
    int end = end(last, room.below(node, room.until()));
    for (int line = end; line < room.until() && Lines.isGap(source.line(line).strip()); line++) {
      var text = source.line(line);
      if (text.isBlank()) {
        continue;
      }
      if (Lines.indent(text) < room.columnOf(node)) {
        break;
      }
      end = line + 1;
    }
    return end;
  }

  private int endOfLeaf(Node leaf) {
    var end = leaf.getEndMark();
    if (!(leaf instanceof ScalarNode text && isBlock(text))) {
      return end.getLine() + 1;
    }
    // The mark of a block of text is behind the blank lines that follow it.
    int line = source.before(end).isBlank() ? end.getLine() - 1 : end.getLine();
    while (line > begin(leaf) && source.line(line).isBlank()) {
      line--;
    }
    return line + 1;
  }
}
