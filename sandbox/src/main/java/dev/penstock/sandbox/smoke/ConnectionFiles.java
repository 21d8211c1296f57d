package dev.penstock.sandbox.smoke;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.penstock.api.EtlConnectionSpec;
import dev.penstock.api.RedshiftSpec;
import dev.penstock.api.S3Spec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * EtlConnections and the Secrets that they name, from the same files that {@code run} reads. Of
 * each kind there is one, or one is chosen by its name.
 */
final class ConnectionFiles {
  private static final ObjectMapper YAML =
      new YAMLMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

  private final Map<String, EtlConnectionSpec> connections = new LinkedHashMap<>();
  private final Map<String, Map<String, String>> secrets = new LinkedHashMap<>();

  private ConnectionFiles() {}

  /** Reads all documents; other kinds are passed over. */
  static ConnectionFiles read(List<Path> files) {
    ConnectionFiles read = new ConnectionFiles();
    for (Path file : files) {
      try (var documents =
          YAML.readerFor(JsonNode.class).<JsonNode>readValues(Files.readString(file))) {
        while (documents.hasNext()) {
          read.add(documents.next());
        }
      } catch (IOException | RuntimeException e) {
        throw new WrongConnectionException(
            "%s can't be read as manifests: %s".formatted(file, firstLine(e)), e);
      }
    }
    return read;
  }

  private static String firstLine(Exception e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
  }

  private void add(JsonNode document) throws IOException {
    String name = document.at("/metadata/name").asText();
    switch (document.path("kind").asText()) {
      case "EtlConnection" ->
          connections.put(name, YAML.treeToValue(document.path("spec"), EtlConnectionSpec.class));
      case "Secret" -> secrets.put(name, values(document));
      default -> {}
    }
  }

  private static Map<String, String> values(JsonNode secret) {
    Map<String, String> values = new LinkedHashMap<>();
    secret
        .path("data")
        .properties()
        .forEach(value ->
            values.put(
                value.getKey(),
                new String(
                    Base64.getMimeDecoder().decode(value.getValue().asText()),
                    StandardCharsets.UTF_8)));
    secret
        .path("stringData")
        .properties()
        .forEach(value -> values.put(value.getKey(), value.getValue().asText()));
    return values;
  }

  /**
   * The warehouse to ask.
   *
   * @param folder where the certificate of its authority is written, if the Secret has one
   */
  Warehouse warehouse(Optional<String> name, Path folder) throws IOException {
    String chosen = one("redshift", name, spec -> spec.redshift() != null, "--redshift");
    EtlConnectionSpec spec = connection(chosen);
    RedshiftSpec redshift = given(spec.redshift(), chosen, "redshift");
    Map<String, String> secret = secret(chosen, spec);
    return new Warehouse(
        given(redshift.host(), chosen, "redshift.host"),
        redshift.port() == null ? 5439 : redshift.port(),
        given(redshift.database(), chosen, "redshift.database"),
        given(redshift.copyRole(), chosen, "redshift.copyRole"),
        given(secret.get("username"), chosen, "secret key username"),
        given(secret.get("password"), chosen, "secret key password"),
        authority(secret, folder));
  }

  private static Optional<Path> authority(Map<String, String> secret, Path folder)
      throws IOException {
    String certificate = secret.get("ca.crt");
    return certificate == null
        ? Optional.empty()
        : Optional.of(Files.writeString(folder.resolve("ca.crt"), certificate));
  }

  /** Where the files to load are put. */
  Lake lake(Optional<String> name, String prefix) {
    String chosen = one("s3", name, spec -> spec.s3() != null, "--s3");
    EtlConnectionSpec spec = connection(chosen);
    S3Spec s3 = given(spec.s3(), chosen, "s3");
    return Lake.open(
        given(s3.bucket(), chosen, "s3.bucket"),
        prefix,
        s3,
        spec.credentials() == null ? Map.of() : secret(chosen, spec));
  }

  private String one(
      String kind, Optional<String> name, Predicate<EtlConnectionSpec> ofKind, String option) {
    List<String> found = new ArrayList<>();
    connections.forEach((known, spec) -> {
      if (ofKind.test(spec) && name.map(known::equals).orElse(true)) {
        found.add(known);
      }
    });
    if (found.size() == 1) {
      return found.getFirst();
    }
    throw new WrongConnectionException(
        found.isEmpty()
            ? "The files have no EtlConnection of kind %s%s"
                .formatted(kind, name.map(it -> " named " + it).orElse(""))
            : "The files have several EtlConnections of kind %s (%s); choose one by %s"
                .formatted(kind, String.join(", ", found), option));
  }

  private EtlConnectionSpec connection(String name) {
    return given(connections.get(name), name, "the connection");
  }

  private Map<String, String> secret(String connection, EtlConnectionSpec spec) {
    if (spec.credentials() == null || spec.credentials().secret() == null) {
      throw new WrongConnectionException(
          "EtlConnection %s names no secret in credentials".formatted(connection));
    }
    String name = given(spec.credentials().secret().name(), connection, "credentials.secret.name");
    return given(secrets.get(name), connection, "Secret " + name);
  }

  private static <T> T given(@Nullable T value, String name, String what) {
    if (value == null) {
      throw new WrongConnectionException(
          "EtlConnection %s: %s is missing in the files".formatted(name, what));
    }
    return value;
  }
}
