package dev.penstock.operator.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.penstock.operator.gitops.Environment;
import dev.penstock.operator.resource.EtlPipeline;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The CRDs on a real API server: what it takes, and what it says where it does not. */
class SchemaIT {
  private static TestCluster cluster;

  @BeforeAll
  static void start() throws IOException, InterruptedException {
    if (TestCluster.possible()) {
      cluster = TestCluster.start();
    }
  }

  @BeforeEach
  void needsAControlPlane() {
    TestCluster.assumePossible();
  }

  @AfterAll
  static void stop() throws IOException {
    try (var control = cluster) {}
  }

  @Test
  void everyExamplePassesAServerSideDryRun() throws IOException {
    Team.in(cluster.admin(), "examples");
    var examples = TestCluster.home().resolve("examples");
    for (var folder : List.of(".", "dependencies", "notifications", "airflow")) {
      try (var files = Files.list(examples.resolve(folder))) {
        for (var file : files.filter(f -> f.toString().endsWith(".yaml")).sorted().toList()) {
          try (var text = Files.newInputStream(file)) {
            assertThat(
                    cluster
                        .admin()
                        .load(text)
                        .inNamespace("examples")
                        .dryRun(true)
                        .serverSideApply())
                .as(file.toString())
                .isNotEmpty();
          }
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          sources: [{name: a, connection: b}] | a source says what to read: write exactly one of table and query
          sources: [{name: a, connection: b, table: {name: c.d}, query: {sql: SELECT 1}}] | a source says what to read: write exactly one of table and query
          sources: [{name: a, connection: b, table: {name: c.d, incremental: {column: e, overlap: 10m}}}] | overlap reads rows again: write key, the columns that tell rows apart, or remove overlap
          sources: [{name: a, connection: b, table: {name: c.d, incremental: {column: e, nulls: Include}}}] | rows without a cursor are read by every run: write key, the columns that tell rows apart, or nulls: Fail
          checks: [{name: a, relation: b}] | a check asks something: write notNull, unique, accepted, range or expect
          checks: [{name: a, relation: b, range: {column: c}}] | a range has a bound: write min, max or both
          pod: {labels: {penstock.dev/pipeline: a}} | these labels belong to the operator, to Jobs or to Argo CD: choose a prefix of your own
          pod: {annotations: {argocd.argoproj.io/hook: Sync}} | these annotations belong to the operator
          pod: {env: [{name: PENSTOCK_RUN_ID, value: a}]} | variables that begin with PENSTOCK_ belong to the operator: choose another name
          pod: {env: [{name: AWS_SECRET_ACCESS_KEY, value: a}]} | env holds no credentials: put them into a Secret
          pod: {volumes: [{name: a}]} | a volume has exactly one kind: write one of emptyDir, ephemeral, configMap
          pod: {volumes: [{name: scratch, emptyDir: {}}]} | belong to the operator: choose another name
          pod: {volumes: [{name: a, emptyDir: {medium: Memory}}]} | an emptyDir in memory counts as memory of the pod: write sizeLimit
          pod: {volumeMounts: [{name: a, mountPath: /a}]} | a volumeMount names a volume of pod.volumes: add the volume or correct the name
          pod: {volumes: [{name: a, emptyDir: {}}], volumeMounts: [{name: a, mountPath: a}]} | a mountPath is absolute: begin it with a slash
          pod: {volumes: [{name: a, emptyDir: {}}], volumeMounts: [{name: a, mountPath: /etc}]} | stay as they are: mount elsewhere, as /data
          pod: {volumes: [{name: a, emptyDir: {}}], volumeMounts: [{name: a, mountPath: /scratch/a}]} | stay as they are: mount elsewhere, as /data
          pod: {tolerations: [{value: a}]} | a toleration names a taint: write key, or operator: Exists to tolerate all
          pod: {tolerations: [{key: a, tolerationSeconds: 1}]} | tolerationSeconds delays an eviction: write effect: NoExecute or remove tolerationSeconds
          pod: {priorityClassName: system-node-critical} | priority classes that begin with system- belong to the cluster
          pod: {securityContext: {runAsUser: 0}} | spec.pod.securityContext.runAsUser in body should be greater than or equal to 1
          pod: {resources: {requests: {cpu: 1500m}, limits: {cpu: 1}}} | a request is at most its limit: raise the limit or lower the request
          pod: {resources: {limits: {memory: 0.4Gi}}} | write limits.memory of 512Mi or more
          pod: {affinity: {nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: [{matchExpressions: [{key: a, operator: In}]}]}}}} | In and NotIn compare with values: write values
          targets: [{name: a, from: b, mode: Upsert, s3: {connection: c, path: d}}] | Upsert replaces rows by their key: write key, the columns that tell rows apart
          targets: [{name: a, from: b, s3: {connection: c, path: d}, deletes: {column: e}}] | deletes are about Upsert and Scd2: remove them or write one of these
          targets: [{name: a, from: b, mode: Upsert, key: [f], redshift: {connection: c, table: d.e}, deletes: {}}] | deletes are known in one way: write exactly one of column, absence
          targets: [{name: a, from: b, mode: Upsert, key: [f], s3: {connection: c, path: d}, deletes: {absence: {maxPercent: 5}}}] | deletes.absence compares a run with the table: write redshift, or mode: Replace in its place
          targets: [{name: a, from: b, mode: Upsert, key: [f], redshift: {connection: c, table: d.e}, deletes: {absence: {maxPercent: 101}}}] | maxPercent in body should be less than or equal to 100
          targets: [{name: a, from: b, mode: Scd2, key: [f], redshift: {connection: c, table: d.e}}] | Scd2 keeps the versions of a key in a table: write key, orderBy, whose first column says from when a version is valid, and redshift
          targets: [{name: a, from: b, mode: Scd2, key: [f], orderBy: [g], redshift: {connection: c, table: d.e}, deletes: {absence: {maxPercent: 5}}}] | Scd2 does not know when an absent row was deleted: write deletes.column
          targets: [{name: a, from: b, s3: {connection: c, path: d}, track: [e]}] | track is about Scd2: remove it or write mode: Scd2
          targets: [{name: a, from: b, allowEmpty: true, s3: {connection: c, path: d}}] | allowEmpty is about Replace, Window and deletes.absence: remove it or write one of these
          """)
  void theServerItselfSaysWhatIsMissing(String more, String message) {
    var resource =
        Serialization.unmarshal(
            """
            apiVersion: penstock.dev/v1alpha1
            kind: EtlPipeline
            metadata: {name: wrong, namespace: default}
            spec:
              store: {connection: lake}
              sources: [{name: a, connection: b, query: {sql: SELECT 1}}]
              targets: [{name: a, from: b, s3: {connection: c, path: d}}]
            """,
            GenericKubernetesResource.class);
    Map<String, Object> spec = resource.get("spec");
    spec.putAll(Serialization.unmarshal(more, new TypeReference<Map<String, Object>>() {}));

    assertThatThrownBy(() -> cluster.admin().resource(resource).dryRun(true).create())
        .isInstanceOf(KubernetesClientException.class)
        .hasMessageContaining(message);
  }

  @Test
  void anOverlapOfNothingNeedsNoKey() {
    cluster
        .admin()
        .resource(
            """
            apiVersion: penstock.dev/v1alpha1
            kind: EtlPipeline
            metadata: {name: right, namespace: default}
            spec:
              store: {connection: lake}
              sources:
                - name: a
                  connection: b
                  table: {name: c.d, incremental: {column: e, overlap: 0s, settle: 1h30m}}
              checks: [{name: a, relation: a, accepted: {column: b, values: [""]}}]
              targets: [{name: a, from: a, mode: Append, s3: {connection: c, path: d}}]
            """)
        .dryRun(true)
        .create();
  }

  @ParameterizedTest
  @ValueSource(strings = {"dev", "pre-prod", "prod"})
  void everyEnvironmentOfTheRepositoryPassesAServerSideDryRun(String name) {
    var environment = Environment.of(name);
    Team.in(cluster.admin(), "penstock-" + name);
    for (var resources : List.of(environment.connections(), environment.pipelines())) {
      assertThat(resources).isNotEmpty();
      resources
          .values()
          .forEach(resource ->
              cluster.admin().resource(resource.toString()).dryRun(true).serverSideApply());
    }
  }

  /**
   * What Git holds and what a team adds beside it are merged by name, and neither takes the
   * other's.
   */
  @Test
  void twoManagersOfOneListKeepWhatEachWrote() {
    Team.in(cluster.admin(), "merging");
    apply("git", "parameters: [{name: since, default: a}]", GIT);
    apply("team", "parameters: [{name: region, default: EU}]", "");
    apply("git", "parameters: [{name: since, default: b}]", GIT);
    assertThat(parameters()).containsExactlyInAnyOrder("since=b", "region=EU");

    assertThatThrownBy(() -> apply("team", "parameters: [{name: since, default: c}]", ""))
        .isInstanceOf(KubernetesClientException.class)
        .hasMessageContaining("conflict with \"git\"")
        .hasMessageContaining(".spec.parameters[name=\"since\"].default");

    apply("git", "", GIT);
    assertThat(parameters()).containsExactly("region=EU");
  }

  private static final String GIT =
      """
        store: {connection: lake}
        sources: [{name: a, connection: shop-db, query: {sql: SELECT 1}}]
        targets: [{name: a, from: a, s3: {connection: lake, path: a}}]
      """;

  private static void apply(String manager, String parameters, String more) {
    cluster
        .admin()
        .resource(
            """
            apiVersion: penstock.dev/v1alpha1
            kind: EtlPipeline
            metadata: {name: shared, namespace: merging}
            spec:
              %s
            %s\
            """
                .formatted(parameters, more))
        .fieldManager(manager)
        .serverSideApply();
  }

  private static List<String> parameters() {
    return cluster
        .admin()
        .resources(EtlPipeline.class)
        .inNamespace("merging")
        .withName("shared")
        .get()
        .getSpec()
        .parameters()
        .stream()
        .map(parameter -> parameter.name() + "=" + parameter.defaultValue())
        .toList();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          etlpipelines | EtlPipeline declares what is read, how it is transformed, where it is loaded, and when.
          etlpipelines.spec.targets.mode | mode says how rows enter the target. None: Append.
          etlpipelines.spec.targets.mode | ENUM: Append Replace Scd2 Upsert Window
          etlpipelines.spec.targets | name <string> -required- name is the identity of the target in the commit log
          etlpipelines.spec.sources.table.incremental.overlap | as 10m or 1h30m, at most 744h
          etlpipelines.spec.after | after makes a run when other pipelines have committed
          etlpipelines.spec.notify.events | events that are told: Failed, Recovered, Stale, NotReady. None: all of them.
          etlruns.spec.fullRefresh | fullRefresh reads everything and replaces what is in all targets
          etlconnections.spec.limits | runs that may use the connection at once. None: unlimited.
          """)
  void kubectlExplainsAField(String field, String says) throws IOException, InterruptedException {
    var process = cluster.kubectl("explain", field).start();
    var text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(text).isZero();
    assertThat(text.replaceAll("\\s+", " ")).contains(says);
  }
}
