package dev.penstock.sandbox.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The page of versions is made of the constants that builds and tests take them from. */
class VersionsTest {
  private static final Path ROOT = Path.of("").toAbsolutePath().getParent();
  private static final Path PAGE = ROOT.resolve("docs/reference/versions.md");
  private static final boolean WRITE = Boolean.getBoolean("penstock.versions.write");

  private record Row(String what, String version, String where) {}

  @Test
  void theCommittedPageIsTheGeneratedOne() throws Exception {
    var page = page();
    if (WRITE) {
      Files.writeString(PAGE, page);
    }
    assertThat(PAGE).as("run again with -Dpenstock.versions.write=true").hasContent(page);
  }

  private static String page() throws IOException {
    var text = new StringBuilder();
    text.append("# Versions that are tested\n\n");
    text.append(
        """
        Generated from what the build itself reads; `mvn verify` runs every test against exactly these. Other versions may work:
        [install.md](../install.md) says what a cluster of yours needs at least.

        """);
    text.append("| what | version | used as |\n|---|---|---|\n");
    for (var row : rows(Files.readString(ROOT.resolve("pom.xml")))) {
      text.append("| %s | %s | %s |\n".formatted(row.what, row.version, row.where));
    }
    return text.toString();
  }

  private static List<Row> rows(String pom) {
    var kubernetes = GoModule.kubernetes();
    return List.of(
        new Row(
            "Kubernetes",
            kubernetes.version("k8s.io/kubernetes"),
            "API server, controllers, scheduler, kubelet, kubectl"),
        new Row("etcd", kubernetes.version("go.etcd.io/etcd/server/v3"), "behind the API server"),
        new Row("containerd", debian(DebianPackages.CONTAINERD), "of the sandbox's node"),
        new Row("runc", debian(DebianPackages.RUNC), "starts its containers"),
        new Row("Helm", GoModule.helm().version("helm.sh/helm/v4"), "installs the charts"),
        new Row(
            "kustomize",
            GoModule.kustomize().version("sigs.k8s.io/kustomize/kustomize/v5"),
            "renders [examples/gitops](../../examples/gitops)"),
        new Row(
            "Prometheus",
            GoModule.prometheus().version("github.com/prometheus/prometheus"),
            "scrapes the operator in tests; its promtool tests the rules"),
        new Row(
            "Prometheus operator",
            PrometheusDefinitions.VERSION,
            "its definitions alone, which the chart's rules and monitors are held against"),
        new Row("Argo CD", ArgoCdModule.VERSION, "carries them; built from its Go module"),
        new Row(
            "Argo CD's engine",
            ArgoCdModule.ENGINE_VERSION,
            "part of it, see [0030](../decisions/0030-argo-cd-in-a-network-of-its-own.md)"),
        new Row("Redis", debian(DebianPackages.REDIS), "Argo CD's cache"),
        new Row("Go", GoVersion.NEEDED + " or newer", "builds all of these"),
        new Row("Java", property(pom, "maven.compiler.release"), "operator, runner, sandbox"),
        new Row("JOSDK", property(pom, "josdk.version"), "in the operator"),
        new Row("Fabric8 client", property(pom, "fabric8.version"), "in operator and verbs"),
        new Row("DuckDB", property(pom, "duckdb.version"), "the runner's engine"),
        new Row("PostgreSQL", property(pom, "postgres-binaries.version"), "source of the tests"),
        new Row("PostgreSQL driver", property(pom, "postgresql.version"), "in the runner"),
        new Row("Redshift driver", property(pom, "redshift.version"), "in the runner"),
        new Row("AWS SDK", property(pom, "aws.version"), "in the runner"),
        new Row("s3proxy", property(pom, "s3proxy.version"), "S3 store of the tests"));
  }

  /** The machine's release decides, and DebianPackagesIT holds it against what is said here. */
  private static String debian(String version) {
    return "%s, of Debian %s; elsewhere that of the machine's release"
        .formatted(version, DebianPackages.RELEASE);
  }

  private static String property(String pom, String name) {
    var found = Pattern.compile("<%1$s>(.*?)</%1$s>".formatted(Pattern.quote(name))).matcher(pom);
    assertThat(found.find()).as("property %s of pom.xml", name).isTrue();
    return found.group(1);
  }
}
