package dev.penstock.operator;

import dev.penstock.api.EtlConnectionSpec;
import dev.penstock.api.EtlPipelineSpec;
import dev.penstock.api.EtlRunSpec;
import dev.penstock.api.EtlRunStatus;
import dev.penstock.api.RunTrigger;
import dev.penstock.operator.resource.EtlConnection;
import dev.penstock.operator.resource.EtlPipeline;
import dev.penstock.operator.resource.EtlRun;
import dev.penstock.operator.resource.Marks;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.Map;
import java.util.TreeMap;

/** Resources that are right; a test changes what it is about. */
public final class Given {
  public static final String NAMESPACE = "shop";
  public static final String CREATED = "2026-11-24T10:00:00Z";

  private static final String SPEC =
      """
      store: {connection: lake}
      schedule: "0 0 1 1 *"
      timeZone: America/New_York
      sources:
        - {name: orders, connection: shop-db, table: {name: public.orders}}
      targets:
        - {name: orders, from: orders, s3: {connection: lake, path: sales/orders}}
      """;

  private Given() {}

  /** A pipeline that reads shop-db and writes to lake, at New Year: never while a test looks. */
  public static EtlPipeline pipeline(String name) {
    return pipeline(name, "");
  }

  /** The same with more lines of spec. */
  public static EtlPipeline pipeline(String name, String more) {
    var spec =
        Serialization.unmarshal(
            SPEC.replace("sales/orders", "sales/" + name) + more, EtlPipelineSpec.class);
    var pipeline = new EtlPipeline();
    pipeline.setMetadata(metadata(name, "uid-of-" + name));
    pipeline.setSpec(spec);
    return pipeline;
  }

  /** The same without a schedule. */
  public static EtlPipeline unscheduled(String name) {
    var text = SPEC.replaceAll("schedule:.*\n", "");
    var pipeline = pipeline(name);
    pipeline.setSpec(Serialization.unmarshal(text, EtlPipelineSpec.class));
    return pipeline;
  }

  /** The connections that the pipeline names. */
  public static Map<String, EtlConnectionSpec> connections() {
    var connections = new TreeMap<String, EtlConnectionSpec>();
    for (var name : new String[] {"shop-db", "lake", "unused"}) {
      connections.put(name, connection(name).getSpec());
    }
    return connections;
  }

  /** A connection: lake is a bucket, all others are databases. */
  public static EtlConnection connection(String name) {
    var text =
        name.equals("lake")
            ? "s3: {bucket: acme-lake, region: us-east-1}"
            : "postgres: {host: db.internal, database: shop}";
    var connection = new EtlConnection();
    connection.setMetadata(metadata(name, "uid-of-" + name));
    connection.setSpec(
        Serialization.unmarshal(
            text + "\ncredentials: {secret: {name: %s}}".formatted(name), EtlConnectionSpec.class));
    return connection;
  }

  /** A run that someone asked for. */
  public static EtlRun run(String name, String pipeline) {
    var run = new EtlRun();
    run.setMetadata(metadata(name, "0a1b2c3d-uid-of-" + name));
    run.setSpec(new EtlRunSpec(pipeline, RunTrigger.REQUEST));
    return run;
  }

  /** The same with a status. */
  public static EtlRun run(String name, String pipeline, EtlRunStatus status) {
    var run = run(name, pipeline);
    run.setStatus(status);
    return run;
  }

  /** A Job of the pipeline; its status is YAML. */
  public static Job job(String name, boolean suspended, String status) {
    var job =
        new JobBuilder()
            .withMetadata(metadata(name, "uid-of-" + name))
            .withNewSpec()
            .withSuspend(suspended)
            .withActiveDeadlineSeconds(7200L)
            .withNewTemplate()
            .withNewSpec()
            .addNewContainer()
            .withName("runner")
            .withNewResources()
            .addToLimits("memory", io.fabric8.kubernetes.api.model.Quantity.parse("1Gi"))
            .endResources()
            .endContainer()
            .endSpec()
            .endTemplate()
            .endSpec()
            .build();
    job.getMetadata().setLabels(Map.of(Marks.PIPELINE, "orders"));
    job.getMetadata()
        .setAnnotations(
            Map.of(Marks.CONNECTIONS, "lake,shop-db", Marks.SPEC_HASH, "0123456789abcdef"));
    job.setStatus(
        Serialization.unmarshal(status, io.fabric8.kubernetes.api.model.batch.v1.JobStatus.class));
    return job;
  }

  /** A pod whose container runner has ended. */
  public static Pod ended(String name, String created, int exitCode, String reason, String said) {
    return new PodBuilder()
        .withMetadata(metadata(name, "uid-of-" + name))
        .editMetadata()
        .withCreationTimestamp(created)
        .endMetadata()
        .withNewStatus()
        .addNewContainerStatus()
        .withName("runner")
        .withNewState()
        .withNewTerminated()
        .withExitCode(exitCode)
        .withReason(reason)
        .withMessage(said)
        .endTerminated()
        .endState()
        .endContainerStatus()
        .endStatus()
        .build();
  }

  private static ObjectMeta metadata(String name, String uid) {
    return new ObjectMetaBuilder()
        .withName(name)
        .withNamespace(NAMESPACE)
        .withUid(uid)
        .withGeneration(1L)
        .withCreationTimestamp(CREATED)
        .build();
  }
}
