package dev.penstock.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SequenceWriter;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Manifests as trees: the connections of the examples with this sandbox's endpoints, and the
 * Secrets that they name. Only connections differ between environments, so nothing else is ever
 * rewritten.
 */
public final class Manifests {
  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

  private Manifests() {}

  public static List<ObjectNode> parse(String yaml) {
    List<ObjectNode> documents = new ArrayList<>();
    try (var values = YAML.readerFor(JsonNode.class).<JsonNode>readValues(yaml)) {
      while (values.hasNext()) {
        if (values.next() instanceof ObjectNode document) {
          documents.add(document);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return documents;
  }

  public static String print(List<ObjectNode> documents) {
    StringWriter text = new StringWriter();
    try (SequenceWriter writer = YAML.writer().writeValues(text)) {
      writer.writeAll(documents);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  /** The buckets that connections name; the sandbox makes them. */
  public static List<String> buckets(List<ObjectNode> connections) {
    return connections.stream()
        .map(connection -> connection.at("/spec/s3/bucket").asText())
        .filter(bucket -> !bucket.isEmpty())
        .distinct()
        .toList();
  }

  /** The bucket of one connection. */
  public static String bucket(List<ObjectNode> connections, String name) {
    return connections.stream()
        .filter(connection -> connection.at("/metadata/name").asText().equals(name))
        .map(connection -> connection.at("/spec/s3/bucket").asText())
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("No connection is named " + name));
  }

  /** The first Redshift connection's database. */
  public static String warehouseDatabase(List<ObjectNode> connections) {
    return connections.stream()
        .map(connection -> connection.at("/spec/redshift/database").asText())
        .filter(database -> !database.isEmpty())
        .findFirst()
        .orElse("analytics");
  }

  /** The same connections, with host, port, endpoint and tls of this sandbox. */
  public static List<ObjectNode> connected(List<ObjectNode> connections, Endpoints to) {
    return connections.stream().map(connection -> connected(connection.deepCopy(), to)).toList();
  }

  private static ObjectNode connected(ObjectNode connection, Endpoints to) {
    if (connection.at("/spec/postgres") instanceof ObjectNode postgres) {
      postgres
          .put("host", to.host())
          .put("port", to.shopPort())
          .put("database", to.shopDatabase())
          .put("tls", "Disable");
    }
    if (connection.at("/spec/s3") instanceof ObjectNode s3) {
      s3.put("endpoint", to.store().toString()).put("pathStyle", true);
    }
    if (connection.at("/spec/redshift") instanceof ObjectNode redshift) {
      redshift.put("host", to.host()).put("port", to.warehousePort()).put("tls", "VerifyFull");
    }
    return connection;
  }

  /** A Secret for each connection that names one, with the keys of its kind. */
  public static List<ObjectNode> secrets(
      List<ObjectNode> connections, Credentials credentials, String warehouseCa) {
    List<ObjectNode> secrets = new ArrayList<>();
    for (ObjectNode connection : connections) {
      String name = connection.at("/spec/credentials/secret/name").asText();
      if (name.isEmpty()) {
        continue;
      }
      JsonNode spec = connection.path("spec");
      if (spec.has("postgres")) {
        secrets.add(secret(name, login(credentials.shop())));
      } else if (spec.has("s3")) {
        Map<String, String> keys = new LinkedHashMap<>();
        keys.put("accessKeyId", credentials.store().accessKeyId());
        keys.put("secretAccessKey", credentials.store().secretAccessKey());
        secrets.add(secret(name, keys));
      } else if (spec.has("redshift")) {
        Map<String, String> keys = login(credentials.warehouse());
        keys.put("ca.crt", warehouseCa);
        secrets.add(secret(name, keys));
      }
    }
    return secrets;
  }

  private static Map<String, String> login(Credentials.Login login) {
    Map<String, String> keys = new LinkedHashMap<>();
    keys.put("username", login.username());
    keys.put("password", login.password());
    return keys;
  }

  private static ObjectNode secret(String name, Map<String, String> values) {
    ObjectNode secret = YAML.createObjectNode();
    secret.put("apiVersion", "v1").put("kind", "Secret");
    secret.putObject("metadata").put("name", name);
    ObjectNode data = secret.putObject("stringData");
    values.forEach(data::put);
    return secret;
  }
}
