package dev.penstock.cli.cluster;

import dev.penstock.api.EtlConnectionSpec;
import dev.penstock.api.EtlRunSpec;
import dev.penstock.api.runner.RunnerContract;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.FieldValidateable.Validation;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One namespace of a cluster. Every call goes to the API server; nothing is cached. Closing it
 * closes its connections.
 */
public final class Namespace implements Facts, AutoCloseable {
  private static final int NOT_FOUND = 404;
  private static final int CONFLICT = 409;
  private static final int SUFFIX = 8;
  // Those of which Kubernetes draws its names: no vowel, so no word, and no 0, 1 or 3.
  private static final String LETTERS = "bcdfghjklmnpqrstvwxz2456789";
  private static final String JOB_LABEL = "batch.kubernetes.io/job-name";

  private final KubernetesClient client;
  private final String name;

  /** Takes over the client. */
  public Namespace(KubernetesClient client, String name) {
    this.client = client;
    this.name = name;
  }

  @Override
  public String name() {
    return name;
  }

  /** {@return all pipelines, by name} */
  public List<SeenPipeline> pipelines() {
    return list(Kind.PIPELINE).stream().map(SeenPipeline::of).toList();
  }

  @Override
  public List<SeenRun> runs() {
    return list(Kind.RUN).stream().map(SeenRun::of).sorted(SeenRun.NEWEST_FIRST).toList();
  }

  /** {@return all connections, by name} */
  public Map<String, EtlConnectionSpec> connections() {
    var connections = new TreeMap<String, EtlConnectionSpec>();
    list(Kind.CONNECTION)
        .forEach(item ->
            connections.put(
                item.getMetadata().getName(), Part.of(item, "spec", EtlConnectionSpec.class)));
    return connections;
  }

  /** {@return all connections with what is known of them, by name} */
  public List<SeenConnection> seenConnections() {
    return list(Kind.CONNECTION).stream().map(SeenConnection::of).toList();
  }

  /**
   * Asks for a check of a connection.
   *
   * @param request that was not made before
   */
  public void check(String connection, String request) {
    ask(
        "A check of EtlConnection %s of namespace %s can not be asked for"
            .formatted(connection, name),
        () ->
            client
                .genericKubernetesResources(Kind.CONNECTION.definition())
                .inNamespace(name)
                .withName(connection)
                .patch(
                    PatchContext.of(PatchType.JSON_MERGE),
                    Serialization.asJson(
                        Map.of(
                            "metadata",
                            Map.of("annotations", Map.of("penstock.dev/check", request))))));
  }

  private List<GenericKubernetesResource> list(Kind kind) {
    return ask(
        "%ss of namespace %s can not be read".formatted(kind.shown(), name),
        () ->
            client
                .genericKubernetesResources(kind.definition())
                .inNamespace(name)
                .list()
                .getItems()
                .stream()
                .sorted(Comparator.comparing(item -> item.getMetadata().getName()))
                .toList());
  }

  private Optional<GenericKubernetesResource> one(Kind kind, String which) {
    return Optional.ofNullable(
        this.<@Nullable GenericKubernetesResource>ask(
            "%s %s of namespace %s can not be read".formatted(kind.shown(), which, name),
            () ->
                client
                    .genericKubernetesResources(kind.definition())
                    .inNamespace(name)
                    .withName(which)
                    .get()));
  }

  @Override
  public Found<SeenPipeline> pipeline(String which) {
    return one(Kind.PIPELINE, which)
        .map(SeenPipeline::of)
        .<Found<SeenPipeline>>map(Found.Here::new)
        .orElseGet(() -> new Found.Absent<>("EtlPipeline %s is gone".formatted(which)));
  }

  /** {@return the run of that name; empty: there is none} */
  public Optional<SeenRun> run(String which) {
    return one(Kind.RUN, which).map(SeenRun::of);
  }

  /**
   * {@return what a word on the command line names: a pipeline, else a run; pipeline/NAME and
   * run/NAME say which}
   */
  public Subject named(String word) {
    var slash = word.indexOf('/');
    var kind = slash < 0 ? "" : word.substring(0, slash);
    var which = word.substring(slash + 1);
    Optional<Subject> pipeline =
        Set.of("", "pipeline", "etlpipeline", "etlp").contains(kind)
            ? one(Kind.PIPELINE, which).map(SeenPipeline::of).map(Subject.OfPipeline::new)
            : Optional.empty();
    Optional<Subject> run =
        pipeline.isEmpty() && Set.of("", "run", "etlrun", "etlr").contains(kind)
            ? run(which).map(Subject.OfRun::new)
            : Optional.empty();
    return pipeline
        .or(() -> run)
        .orElseThrow(() ->
            new Refusal(
                Exit.NOT_FOUND,
                "Namespace %s has neither a pipeline nor a run %s.".formatted(name, word),
                "`penstock get` lists both; -n looks into another namespace."));
  }

  @Override
  public Found<EtlConnectionSpec> connection(String which) {
    return look(
            "EtlConnection " + which,
            () ->
                client
                    .genericKubernetesResources(Kind.CONNECTION.definition())
                    .inNamespace(name)
                    .withName(which)
                    .get())
        .map(found -> Part.of(found, "spec", EtlConnectionSpec.class));
  }

  @Override
  public Found<Job> job(String which) {
    return look(
        "Job " + which, () -> client.batch().v1().jobs().inNamespace(name).withName(which).get());
  }

  /** {@return the CronJob of a pipeline, which has its name} */
  public Found<CronJob> cronJob(String pipeline) {
    return look(
        "CronJob " + pipeline,
        () -> client.batch().v1().cronjobs().inNamespace(name).withName(pipeline).get());
  }

  /** Starts a Job of this namespace. */
  public void start(Job job) {
    ask(
        "Job %s in namespace %s can not be made".formatted(job.getMetadata().getName(), name),
        () -> client.batch().v1().jobs().inNamespace(name).resource(job).create());
  }

  /** Deletes a Job with its pods; one that is gone already is no error. */
  public void delete(Job job) {
    var which = job.getMetadata().getName();
    ask(
        "Job %s of namespace %s can not be deleted".formatted(which, name),
        () ->
            client
                .batch()
                .v1()
                .jobs()
                .inNamespace(name)
                .withName(which)
                .withPropagationPolicy(DeletionPropagation.BACKGROUND)
                .delete());
  }

  /** {@return this name with letters of its own behind it, which nobody else draws} */
  public static String drawn(String name) {
    return name + "-" + suffix();
  }

  @Override
  public Found<List<Pod>> pods(String job) {
    return look(
        "a pod of Job " + job,
        () ->
            client.pods().inNamespace(name).withLabel(JOB_LABEL, job).list().getItems().stream()
                .sorted(Comparator.comparing(Namespace::created).reversed())
                .toList());
  }

  private static String created(HasMetadata resource) {
    return Objects.requireNonNullElse(resource.getMetadata().getCreationTimestamp(), "");
  }

  @Override
  public Found<ConfigMap> configMap(String which) {
    return look(
        "ConfigMap " + which, () -> client.configMaps().inNamespace(name).withName(which).get());
  }

  @Override
  public Found<List<Event>> events(Set<String> names) {
    return look(
        "events",
        () ->
            client.v1().events().inNamespace(name).list().getItems().stream()
                .filter(event -> names.contains(event.getInvolvedObject().getName()))
                .sorted(Comparator.comparing(Namespace::when).reversed())
                .toList());
  }

  private static String when(Event event) {
    return Objects.requireNonNullElse(event.getLastTimestamp(), created(event));
  }

  @Override
  public Found<List<String>> log(Pod pod, int lines) {
    var which = pod.getMetadata().getName();
    return look(
        "the log of pod " + which,
        () ->
            client
                .pods()
                .inNamespace(name)
                .withName(which)
                .inContainer(RunnerContract.CONTAINER)
                .tailingLines(lines)
                .getLog()
                .lines()
                .toList());
  }

  /**
   * {@return the log of a pod from its beginning, to be followed}
   *
   * @param lines gets each line
   */
  public FollowedLog follow(Pod pod, Consumer<String> lines) {
    return follow(pod, lines, FollowedLog.SILENCE);
  }

  FollowedLog follow(Pod pod, Consumer<String> lines, Duration silence) {
    return new FollowedLog(client, name, pod.getMetadata().getName(), lines, silence);
  }

  /**
   * Asks for a run; {@return it} Its name is drawn here: who asks again because no reply came meets
   * the run that the first request made.
   */
  public SeenRun create(EtlRunSpec spec) {
    var resource = new GenericKubernetesResource();
    resource.setApiVersion(Kind.API);
    resource.setKind(Kind.RUN.shown());
    resource.setMetadata(
        new ObjectMetaBuilder()
            .withName(drawn(String.valueOf(spec.pipeline())))
            .withNamespace(name)
            .build());
    resource.setAdditionalProperty(
        "spec", Serialization.unmarshal(Serialization.asJson(spec), Map.class));
    return SeenRun.of(
        ask(
            "A run of pipeline %s in namespace %s can not be asked for"
                .formatted(spec.pipeline(), name),
            () -> made(resource)));
  }

  private GenericKubernetesResource made(GenericKubernetesResource wanted) {
    try {
      return client
          .genericKubernetesResources(Kind.RUN.definition())
          .inNamespace(name)
          .resource(wanted)
          // Definitions of an earlier release would drop a field, and another run would be made.
          .fieldValidation(Validation.STRICT)
          .create();
    } catch (KubernetesClientException answer) {
      // Nobody else draws this name: an earlier request, whose reply was lost, has made it.
      return Optional.of(answer)
          .filter(refused -> refused.getCode() == CONFLICT)
          .flatMap(refused -> one(Kind.RUN, wanted.getMetadata().getName()))
          .orElseThrow(() -> answer);
    }
  }

  private static String suffix() {
    return new SecureRandom()
        .ints(SUFFIX, 0, LETTERS.length())
        .mapToObj(letter -> LETTERS.substring(letter, letter + 1))
        .collect(Collectors.joining());
  }

  /** Asks for the end of a run; one that is cancelled already stays so. */
  public void cancel(String run) {
    ask(
        "EtlRun %s of namespace %s can not be cancelled".formatted(run, name),
        () ->
            client
                .genericKubernetesResources(Kind.RUN.definition())
                .inNamespace(name)
                .withName(run)
                .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"spec\":{\"cancel\":true}}"));
  }

  /** Lets a backfill wait before its next window, or go on. */
  public void pause(String backfill, boolean pause) {
    ask(
        "EtlRun %s of namespace %s can not be %s"
            .formatted(backfill, name, pause ? "paused" : "resumed"),
        () ->
            client
                .genericKubernetesResources(Kind.RUN.definition())
                .inNamespace(name)
                .withName(backfill)
                .patch(
                    PatchContext.of(PatchType.JSON_MERGE),
                    "{\"spec\":{\"pause\":%s}}".formatted(pause)));
  }

  /** What became of a test message; {@code message} is empty when it arrived. */
  public record TestAnswer(boolean delivered, String message) {}

  /** Asks the operator for a test message by a connection; the id is of this question. */
  public void askForTest(String connection, String id) {
    ask(
        "EtlConnection %s of namespace %s can not be tried".formatted(connection, name),
        () ->
            client
                .genericKubernetesResources(Kind.CONNECTION.definition())
                .inNamespace(name)
                .withName(connection)
                .patch(
                    PatchContext.of(PatchType.JSON_MERGE),
                    "{\"metadata\":{\"annotations\":{\"penstock.dev/notify-test\":\"%s\"}}}"
                        .formatted(id)));
  }

  /** {@return the answer to that question; empty: there is none yet} */
  public Optional<TestAnswer> testAnswer(String connection, String id) {
    return one(Kind.CONNECTION, connection)
        .filter(found -> id.equals(found.<Object>get("status", "notifyTest", "id")))
        .map(found ->
            new TestAnswer(
                "Delivered".equals(found.<Object>get("status", "notifyTest", "result")),
                Objects.toString(found.<Object>get("status", "notifyTest", "message"), "")));
  }

  private <T extends @Nullable Object> T ask(String act, Supplier<T> question) {
    try {
      return question.get();
    } catch (KubernetesClientException answer) {
      throw Refusal.of(act, String.valueOf(client.getMasterUrl()), answer);
    }
  }

  /** As {@link #ask}, of what may be gone or hidden from this user. */
  private <T> Found<T> look(String what, Supplier<@Nullable T> question) {
    try {
      var value = question.get();
      return value == null ? new Found.Absent<>(what + " is gone") : new Found.Here<>(value);
    } catch (KubernetesClientException answer) {
      if (answer.getCode() == NOT_FOUND) {
        return new Found.Absent<>(what + " is gone");
      }
      if (Refusal.forbids(answer)) {
        return new Found.Absent<>("this user may not read " + what);
      }
      throw Refusal.of(
          "In namespace %s, %s can not be read".formatted(name, what),
          String.valueOf(client.getMasterUrl()),
          answer);
    }
  }

  @Override
  public void close() {
    client.close();
  }
}
