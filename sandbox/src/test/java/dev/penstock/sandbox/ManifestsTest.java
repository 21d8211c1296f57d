package dev.penstock.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;

class ManifestsTest {
  private static final Endpoints HERE =
      new Endpoints("127.0.0.1", 54321, "shop", URI.create("http://127.0.0.1:9000"), 5555);

  private static final String CONNECTIONS =
      """
      # A comment.
      kind: EtlConnection
      metadata: {name: shop-db}
      spec:
        postgres: {host: shop-db.internal, database: shop, tls: VerifyFull}
        credentials: {secret: {name: shop-db}}
        limits: {runs: 2}
      ---
      kind: EtlConnection
      metadata: {name: lake}
      spec:
        s3: {bucket: acme-lake, region: us-east-1}
        credentials: {secret: {name: lake}}
      ---
      kind: EtlConnection
      metadata: {name: warehouse}
      spec:
        redshift: {host: analytics.internal, database: analytics, copyRole: "arn:aws:iam::1:role/r"}
        credentials: {secret: {name: dwh}}
      """;

  @Test
  void onlyTheEndpointsOfConnectionsChange() {
    List<ObjectNode> rewritten = Manifests.connected(Manifests.parse(CONNECTIONS), HERE);

    assertThat(rewritten)
        .containsExactlyElementsOf(
            Manifests.parse(
                """
                kind: EtlConnection
                metadata: {name: shop-db}
                spec:
                  postgres: {host: 127.0.0.1, database: shop, tls: Disable, port: 54321}
                  credentials: {secret: {name: shop-db}}
                  limits: {runs: 2}
                ---
                kind: EtlConnection
                metadata: {name: lake}
                spec:
                  s3: {bucket: acme-lake, region: us-east-1, endpoint: "http://127.0.0.1:9000", pathStyle: true}
                  credentials: {secret: {name: lake}}
                ---
                kind: EtlConnection
                metadata: {name: warehouse}
                spec:
                  redshift:
                    host: 127.0.0.1
                    database: analytics
                    copyRole: "arn:aws:iam::1:role/r"
                    port: 5555
                    tls: VerifyFull
                  credentials: {secret: {name: dwh}}
                """));
  }

  @Test
  void everyNamedSecretGetsTheKeysOfItsConnection() {
    Credentials credentials =
        new Credentials(
            new Credentials.Login("shop", "p1"),
            new Credentials.KeyPair("id", "p2"),
            new Credentials.Login("etl", "12345"));

    List<ObjectNode> secrets =
        Manifests.secrets(Manifests.parse(CONNECTIONS), credentials, "PEM\nPEM\n");

    assertThat(secrets)
        .containsExactlyElementsOf(
            Manifests.parse(
                """
                apiVersion: v1
                kind: Secret
                metadata: {name: shop-db}
                stringData: {username: shop, password: p1}
                ---
                apiVersion: v1
                kind: Secret
                metadata: {name: lake}
                stringData: {accessKeyId: id, secretAccessKey: p2}
                ---
                apiVersion: v1
                kind: Secret
                metadata: {name: dwh}
                stringData: {username: etl, password: "12345", ca.crt: "PEM\\nPEM\\n"}
                """));
  }

  @Test
  void whatIsPrintedReadsTheSame() {
    List<ObjectNode> documents = Manifests.parse(CONNECTIONS);

    assertThat(Manifests.parse(Manifests.print(documents))).isEqualTo(documents);
    assertThat(
            Manifests.parse(
                Manifests.print(List.of(documents.getFirst().deepCopy().put("t", "12e3")))))
        .first()
        .satisfies(d -> assertThat(d.get("t").isTextual()).isTrue());
    assertThat(Manifests.buckets(documents)).containsExactly("acme-lake");
  }
}
