package dev.penstock.runner.format;

import dev.penstock.runner.spi.ConfigurationException;
import dev.penstock.runner.spi.Reason;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.yaml.snakeyaml.DumperOptions.FlowStyle;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.comments.CommentType;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.CommentEvent;
import org.yaml.snakeyaml.events.DocumentEndEvent;
import org.yaml.snakeyaml.events.DocumentStartEvent;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * The canonical text of manifests. Penstock's documents get their fields in the order of the CRDs
 * and two blanks of indentation; a document of another kind, or with YAML that {@link Unusual}
 * names, stays as it is. What comes out means the same and has the same comments: both are asked of
 * the parser before it is returned.
 */
public final class Canonical {
  private Canonical() {}

  /**
   * {@return the text as it should stand; of its own canonical text the same}
   *
   * @param text of one file, YAML with any number of documents
   * @param file as messages call it
   * @throws ConfigurationException for what is no YAML, and for text whose meaning or comments
   *     would not survive
   */
  public static String of(String text, String file) {
    var lines = text.replace("\r\n", "\n").replaceFirst("^\uFEFF", "");
    if (lines.codePoints().anyMatch(c -> c == '\r' || c == 0x85 || c == 0x2028 || c == 0x2029)) {
      throw refused(file, "has a line break of another kind than LF and CRLF", "Write LF");
    }
    try {
      var canonical = documents(lines);
      if (!same(nodes(lines), nodes(canonical)) || !comments(lines).equals(comments(canonical))) {
        throw refused(
            file,
            "would not mean the same, or lose a comment",
            "Leave the file as it is; report it");
      }
      return canonical;
    } catch (YAMLException e) {
      var where = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
      throw refused(file, "is not YAML: " + where, "Correct the file");
    }
  }

  private static ConfigurationException refused(String file, String what, String next) {
    return new ConfigurationException(
        Reason.INVALID_SPEC, "File %s %s".formatted(file, what), next);
  }

  private static String documents(String text) {
    var lines = new Lines(List.of(text.split("\n", -1)));
    var nodes = nodes(text);
    List<Integer> starts = new ArrayList<>();
    boolean usual = true;
    for (var event : yaml(false).parse(new StringReader(text))) {
      switch (event) {
        case DocumentStartEvent start -> {
          starts.add(start.getExplicit() ? start.getStartMark().getLine() : 0);
          usual &=
              start.getVersion() == null && (start.getTags() == null || start.getTags().isEmpty());
        }
        case DocumentEndEvent end -> usual &= !end.getExplicit();
        default -> {}
      }
    }
    if (!usual || nodes.isEmpty() || nodes.size() != starts.size()) {
      return text;
    }
    List<String> written = new ArrayList<>(lines.range(0, starts.getFirst()));
    for (int i = 0; i < nodes.size(); i++) {
      boolean last = i + 1 == nodes.size();
      int end = last ? lines.all().size() : starts.get(i + 1);
      written.addAll(document(lines, nodes.get(i), starts.get(i), end));
    }
    return String.join("\n", written);
  }

  private static List<String> document(Lines lines, Node root, int start, int end) {
    var asWritten = lines.range(start, end);
    if (!(root instanceof MappingNode map) || map.getFlowStyle() != FlowStyle.BLOCK) {
      return asWritten;
    }
    var order =
        field(map, "apiVersion")
            .filter(api -> api.startsWith("penstock.dev/"))
            .flatMap(api -> field(map, "kind"))
            .flatMap(FieldOrder::of);
    if (order.isEmpty()) {
      return asWritten;
    }
    try {
      var block = new Block(lines);
      List<String> written = new ArrayList<>();
      int from = start;
      if (lines.line(start).startsWith("---")) {
        written.add(lines.line(start).stripTrailing());
        from++;
      }
      // What precedes the first field is about the document, and stays at its top.
      int first = map.getValue().getFirst().getKeyNode().getStartMark().getLine();
      var head = Lines.atTheTop(lines.gap(from, first));
      written.addAll(head);
      var fields = block.mapping(map, order.get(), first, new Block.Room(0, end));
      // A field that came to the top keeps its comment apart from the document's.
      if (!head.isEmpty() && !head.getLast().isEmpty() && fields.getFirst().startsWith("#")) {
        written.add("");
      }
      written.addAll(fields);
      while (written.getLast().isEmpty()) {
        written.removeLast();
      }
      if (end == lines.all().size()) {
        written.add(""); // so that the file ends with a line break
      }
      return written;
    } catch (Unusual e) {
      return asWritten;
    }
  }

  private static Optional<String> field(MappingNode map, String name) {
    return map.getValue().stream()
        .filter(
            tuple -> tuple.getKeyNode() instanceof ScalarNode key && key.getValue().equals(name))
        .map(NodeTuple::getValueNode)
        .filter(ScalarNode.class::isInstance)
        .map(value -> ((ScalarNode) value).getValue())
        .findFirst();
  }

  private static Yaml yaml(boolean comments) {
    var options = new LoaderOptions();
    options.setProcessComments(comments);
    options.setAllowDuplicateKeys(false);
    options.setCodePointLimit(16 << 20);
    return new Yaml(options);
  }

  private static List<Node> nodes(String text) {
    List<Node> nodes = new ArrayList<>();
    yaml(false).composeAll(new StringReader(text)).forEach(nodes::add);
    return nodes;
  }

  private static List<String> comments(String text) {
    List<String> comments = new ArrayList<>();
    for (var event : yaml(true).parse(new StringReader(text))) {
      if (event instanceof CommentEvent comment
          && comment.getCommentType() != CommentType.BLANK_LINE) {
        comments.add(comment.getValue().strip());
      }
    }
    comments.sort(null);
    return comments;
  }

  private static boolean same(List<? extends Node> some, List<? extends Node> others) {
    boolean same = some.size() == others.size();
    for (int i = 0; same && i < some.size(); i++) {
      same = same(some.get(i), others.get(i));
    }
    return same;
  }

  private static boolean same(Node one, Node other) {
    if (!one.getTag().equals(other.getTag())) {
      return false;
    }
    return switch (one) {
      case ScalarNode scalar ->
          other instanceof ScalarNode twin && scalar.getValue().equals(twin.getValue());
      case SequenceNode list ->
          other instanceof SequenceNode twin && same(list.getValue(), twin.getValue());
      case MappingNode map ->
          other instanceof MappingNode twin
              && map.getValue().size() == twin.getValue().size()
              && map.getValue().stream()
                  .allMatch(field ->
                      twin.getValue().stream()
                          .anyMatch(peer ->
                              same(field.getKeyNode(), peer.getKeyNode())
                                  && same(field.getValueNode(), peer.getValueNode())));
      default -> false;
    };
  }
}
