package dev.penstock.runner.cli;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.util.JsonParserDelegate;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.nio.file.Path;

/**
 * YAML and JSON without what a reader would take for something else: a key that is there twice, of
 * which the last would win; an alias, which would be read as the text of its name.
 */
final class PlainYaml {
  static final ObjectMapper MAPPER =
      new YAMLMapper(
          YAMLFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build());

  private PlainYaml() {}

  /** Opens the documents of a file; the caller closes them. */
  static MappingIterator<JsonNode> documents(Path file) throws IOException {
    var yaml = (YAMLParser) MAPPER.getFactory().createParser(file.toFile());
    return MAPPER.readerFor(JsonNode.class).readValues(new WithoutAliases(yaml));
  }

  private static final class WithoutAliases extends JsonParserDelegate {
    private final YAMLParser yaml;

    WithoutAliases(YAMLParser yaml) {
      super(yaml);
      this.yaml = yaml;
    }

    @Override
    public JsonToken nextToken() throws IOException {
      var token = yaml.nextToken();
      if (token != null && yaml.isCurrentAlias()) {
        throw new JsonParseException(
            (JsonParser) this, "aliases are not followed, write out what it stands for");
      }
      return token;
    }
  }
}
