package dev.penstock.runner.format;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.yaml.snakeyaml.DumperOptions.FlowStyle;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.nodes.CollectionNode;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** Writes the nodes of one document anew, from what stands in its lines; indented relatively. */
record Block(Lines source) {
  /** As far as a list on one line may reach before it is left on several. */
  private static final int WIDTH = 100;

  /** A field or an item with what precedes and follows it. */
  private record Entry(int place, List<String> lead, List<String> body, List<String> tail) {}

  /** {@return the lines of a mapping in block style} */
  List<String> mapping(MappingNode node, FieldOrder order, int from) throws Unusual {
    plain(node);
    List<Entry> entries = new ArrayList<>();
    int line = from;
    boolean scalarBlock = false;
    for (NodeTuple tuple : node.getValue()) {
      var key = tuple.getKeyNode();
      if (!(key instanceof ScalarNode name) || source.of(key).size() != 1) {
        throw new Unusual("a key is no plain word");
      }
      plain(key);
      var start = key.getStartMark();
      if (!source.before(start).replace("-", " ").isBlank()) {
        throw new Unusual("a key does not begin its line");
      }
      var gap = gap(line, start, scalarBlock);
      behind(entries, gap.tail());
      entries.add(
          new Entry(
              order.place(name.getValue()),
              gap.lead(),
              field(key, tuple.getValueNode(), order.below(name.getValue())),
              List.of()));
      line = last(tuple.getValueNode()) + 1;
      scalarBlock = endsInBlock(tuple.getValueNode());
    }
    entries.sort(Comparator.comparingInt(Entry::place));
    return written(entries);
  }

  private List<String> sequence(SequenceNode node, FieldOrder order, int from) throws Unusual {
    plain(node);
    List<Entry> entries = new ArrayList<>();
    int line = from;
    boolean scalarBlock = false;
    for (Node item : node.getValue()) {
      var start = item.getStartMark();
      if (!source.before(start).matches("[ -]*- +")) {
        throw new Unusual("an item does not stand beside its hyphen");
      }
      // That of the sequence, which is to the left of all of its items.
      int column = node.getStartMark().getColumn();
      var gap = gap(line, start, column, scalarBlock);
      behind(entries, gap.tail());
      var body = new ArrayList<>(value(item, order, start.getLine()));
      int first = 0;
      List<String> lead = new ArrayList<>(gap.lead());
      while (item instanceof CollectionNode<?> && body.get(first).startsWith("#")) {
        lead.add(body.get(first++));
      }
      List<String> lines = new ArrayList<>();
      lines.add("- " + body.get(first));
      lines.addAll(Lines.indented(body.subList(first + 1, body.size())));
      entries.add(new Entry(0, lead, lines, List.of()));
      line = last(item) + 1;
      scalarBlock = endsInBlock(item);
    }
    return written(entries);
  }

  private Gap gap(int from, Mark next, boolean scalarBlock) throws Unusual {
    return gap(from, next, next.getColumn(), scalarBlock);
  }

  // Right below a block of text a comment further right would become a line of the text.
  private Gap gap(int from, Mark next, int column, boolean scalarBlock) throws Unusual {
    return Gap.of(source.range(from, next.getLine()), scalarBlock ? Integer.MAX_VALUE : column);
  }

  private static void behind(List<Entry> entries, List<String> tail) throws Unusual {
    if (tail.isEmpty()) {
      return;
    }
    if (entries.isEmpty()) {
      throw new Unusual("a comment stands further right than the first field");
    }
    var last = entries.removeLast();
    entries.add(new Entry(last.place(), last.lead(), last.body(), Lines.indented(tail)));
  }

  private static List<String> written(List<Entry> entries) {
    List<String> lines = new ArrayList<>();
    for (var entry : entries) {
      lines.addAll(lines.isEmpty() ? Gap.atTheTop(entry.lead()) : entry.lead());
      lines.addAll(entry.body());
      lines.addAll(entry.tail());
    }
    return lines;
  }

  private List<String> field(Node key, Node value, FieldOrder order) throws Unusual {
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
      lines.addAll(Lines.indented(value(value, order, line + 1)));
      return lines;
    }
    if (value.getStartMark().getLine() != line) {
      throw new Unusual("a value does not stand beside its key");
    }
    if (!source.between(key.getEndMark(), value.getStartMark()).getFirst().strip().equals(":")) {
      throw new Unusual("something stands between a key and its value");
    }
    var lines = new ArrayList<>(value(value, order, line));
    lines.set(0, (name + " " + lines.getFirst()).stripTrailing());
    for (int i = 1; i < lines.size(); i++) {
      lines.set(i, lines.get(i).isEmpty() ? "" : "  " + lines.get(i));
    }
    return lines;
  }

  private List<String> value(Node node, FieldOrder order, int from) throws Unusual {
    plain(node);
    return switch (node) {
      case MappingNode map when map.getFlowStyle() == FlowStyle.BLOCK -> mapping(map, order, from);
      case SequenceNode list when list.getFlowStyle() == FlowStyle.BLOCK ->
          sequence(list, order, from);
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
    lines.add(header + comment(written.substring(header.length())));
    var content = source.range(node.getStartMark().getLine() + 1, last(node) + 1);
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

  private static Node lastLeaf(Node node) {
    return switch (node) {
      case MappingNode map
          when map.getFlowStyle() == FlowStyle.BLOCK && !map.getValue().isEmpty() ->
          lastLeaf(map.getValue().getLast().getValueNode());
      case SequenceNode list
          when list.getFlowStyle() == FlowStyle.BLOCK && !list.getValue().isEmpty() ->
          lastLeaf(list.getValue().getLast());
      default -> node;
    };
  }

  static boolean endsInBlock(Node node) {
    return lastLeaf(node) instanceof ScalarNode text && isBlock(text);
  }

  /** {@return the last line that a node stands in} The mark of a collection is what follows it. */
  int last(Node node) {
    var leaf = lastLeaf(node);
    var end = leaf.getEndMark();
    if (!endsInBlock(leaf)) {
      return end.getLine();
    }
    int line = source.before(end).isBlank() ? end.getLine() - 1 : end.getLine();
    while (line > leaf.getStartMark().getLine() && source.line(line).isBlank()) {
      line--;
    }
    return line;
  }
}
