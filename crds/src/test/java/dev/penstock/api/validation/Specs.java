package dev.penstock.api.validation;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.penstock.api.EtlConnectionSpec;
import dev.penstock.api.EtlPipelineSpec;
import dev.penstock.api.Manifests;
import dev.penstock.api.model.ResourceName;
import dev.penstock.api.validation.Checked.Invalid;
import java.util.List;
import java.util.Map;

/**
 * Valid specs that a test changes at one place: {@code pipeline().with("/sources/0/name",
 * "Orders")}.
 *
 * <p>They go through JSON, so a test reads them as the wire does.
 */
record Specs(ObjectNode json) {
  static final ResourceName ORDERS = new ResourceName("shop", "orders");
  private static final ObjectMapper JSON = new ObjectMapper();

  static Specs pipeline() {
    return yaml(
        """
        store: {connection: lake}
        schedule: "15 * * * *"
        sources:
          - {name: orders, connection: shop-db, table: {name: public.orders}}
        steps:
          - {name: enriched, sql: SELECT * FROM orders}
        targets:
          - name: orders
            from: enriched
            s3: {connection: lake, path: sales/orders}
            redshift: {connection: warehouse, table: sales.orders}
        """);
  }

  static Specs postgres() {
    return yaml(
        """
        postgres: {host: shop-db.internal, database: shop}
        credentials: {secret: {name: shop-db}}
        """);
  }

  static Specs s3() {
    return yaml("s3: {bucket: acme-lake}");
  }

  static Specs redshift() {
    return yaml(
        """
        redshift:
          host: analytics.internal
          database: analytics
          copyRole: arn:aws:iam::123456789012:role/redshift-copy
        credentials: {secret: {name: warehouse}}
        """);
  }

  static Map<String, EtlConnectionSpec> connections() {
    return Map.of(
        "shop-db", postgres().asConnection(),
        "lake", s3().asConnection(),
        "warehouse", redshift().asConnection());
  }

  static Specs yaml(String text) {
    return new Specs((ObjectNode) Manifests.parse(text).documents().getFirst());
  }

  /** Sets the value at a JSON pointer, making objects on the way; the value is YAML. */
  Specs with(String pointer, String yaml) {
    var copy = json.deepCopy();
    var value = Manifests.value(yaml);
    int slash = pointer.lastIndexOf('/');
    var last = pointer.substring(slash + 1);
    var parent = copy.at(pointer.substring(0, slash));
    switch (parent) {
      case ArrayNode array when last.equals("-") -> array.add(value);
      case ArrayNode array -> array.set(Integer.parseInt(last), value);
      case ObjectNode object -> object.set(last, value);
      default -> throw new IllegalArgumentException("Nothing at " + pointer);
    }
    return new Specs(copy);
  }

  Specs without(String pointer) {
    var copy = json.deepCopy();
    int slash = pointer.lastIndexOf('/');
    ((ObjectNode) copy.at(pointer.substring(0, slash))).remove(pointer.substring(slash + 1));
    return new Specs(copy);
  }

  EtlPipelineSpec asPipeline() {
    return JSON.convertValue(json, EtlPipelineSpec.class);
  }

  EtlConnectionSpec asConnection() {
    return JSON.convertValue(json, EtlConnectionSpec.class);
  }

  Checked<?> checked() {
    return new Validator().pipeline(ORDERS, asPipeline(), connections());
  }

  Checked<?> checkedAsConnection(String name) {
    return new Validator().connection(name, asConnection());
  }

  /** {@return the lines of all findings, with the reason in front} */
  static List<String> lines(Checked<?> checked) {
    return checked instanceof Invalid<?>(var findings)
        ? findings.stream().map(finding -> finding.reason() + " " + finding.line()).toList()
        : List.of();
  }
}
