package dev.penstock.sandbox.kubernetes;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReviewBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * What a named cluster says of itself; {@link NamedDoctor} judges it.
 *
 * @param contexts of the kubeconfig; without the named one nothing else was asked
 * @param server its address; empty when the context is missing
 * @param version as v1.36.3; empty when it did not answer
 * @param problem why it did not answer; else empty
 * @param readyNodes a word for each, its architecture
 * @param mayNot what this user may not do of what a demo does
 * @param inTheWay what is there of Penstock, or of the names that a demo takes, made by others
 * @param kept definitions that are there and the same as ours
 */
public record NamedSurvey(
    NamedContext context,
    List<String> contexts,
    Optional<String> server,
    Optional<String> version,
    String problem,
    List<String> readyNodes,
    List<Footprint.Right> mayNot,
    List<String> inTheWay,
    List<String> kept) {
  public NamedSurvey {
    contexts = List.copyOf(contexts);
    readyNodes = List.copyOf(readyNodes);
    mayNot = List.copyOf(mayNot);
    inTheWay = List.copyOf(inTheWay);
    kept = List.copyOf(kept);
  }

  /**
   * Asks the cluster, which takes some seconds at most; changes nothing.
   *
   * @param state the folder of a sandbox's cluster, whose own leftovers are in nobody's way
   */
  public static NamedSurvey of(NamedContext context, Footprint footprint, Path state)
      throws IOException {
    var contexts = context.contexts();
    var silent =
        new NamedSurvey(
            context,
            contexts,
            Optional.empty(),
            Optional.empty(),
            "",
            List.of(),
            List.of(),
            List.of(),
            List.of());
    if (!contexts.contains(context.name())) {
      return silent;
    }
    var asked = asked(silent);
    if (asked.version().isEmpty()) {
      return asked;
    }
    try (var client = new KubernetesClientBuilder().withConfig(context.config()).build()) {
      return new Asking(client, footprint, NamedCluster.markedBy(state)).complete(asked);
    }
  }

  /** The first question, at which a refused connection is an answer that needs no second try. */
  private static NamedSurvey asked(NamedSurvey silent) {
    var impatient = silent.context().config();
    impatient.setRequestRetryBackoffLimit(0);
    try (var client = new KubernetesClientBuilder().withConfig(impatient).build()) {
      var server = Optional.of(client.getMasterUrl().toString());
      try {
        var version = client.getKubernetesVersion().getGitVersion();
        return silent.with(server, Optional.of(version), "");
      } catch (KubernetesClientException e) {
        return silent.with(server, Optional.empty(), reason(e));
      }
    }
  }

  private NamedSurvey with(Optional<String> server, Optional<String> version, String problem) {
    return new NamedSurvey(
        context, contexts, server, version, problem, readyNodes, mayNot, inTheWay, kept);
  }

  private static String reason(KubernetesClientException e) {
    var cause = e.getCause();
    var message = cause == null ? e.getMessage() : cause.getMessage();
    return message == null ? e.toString() : message.lines().findFirst().orElse("");
  }

  private record Asking(KubernetesClient client, Footprint footprint, Predicate<HasMetadata> own) {
    NamedSurvey complete(NamedSurvey asked) throws IOException {
      var mayNot = footprint.rights().stream().filter(right -> !may(right)).toList();
      // Who may not look is told so by the rights.
      var looks = mayNot.isEmpty();
      return new NamedSurvey(
          asked.context(),
          asked.contexts(),
          asked.server(),
          asked.version(),
          asked.problem(),
          looks ? readyNodes() : List.of(),
          mayNot,
          looks ? inTheWay() : List.of(),
          looks ? kept() : List.of());
    }

    private boolean may(Footprint.Right right) {
      var namespace = right.namespace().isEmpty() ? null : right.namespace();
      var review =
          new SelfSubjectAccessReviewBuilder()
              .withNewSpec()
              .withNewResourceAttributes()
              .withVerb(right.verb())
              .withGroup(right.group())
              .withResource(right.plural())
              .withNamespace(namespace)
              .endResourceAttributes()
              .endSpec()
              .build();
      return Boolean.TRUE.equals(
          client
              .authorization()
              .v1()
              .selfSubjectAccessReview()
              .create(review)
              .getStatus()
              .getAllowed());
    }

    private List<String> readyNodes() {
      return client.nodes().list().getItems().stream()
          .filter(Asking::ready)
          .map(node -> node.getStatus().getNodeInfo())
          .map(info -> info == null ? "?" : info.getArchitecture())
          .toList();
    }

    private static boolean ready(Node node) {
      return node.getStatus() != null
          && node.getStatus().getConditions().stream()
              .anyMatch(c -> "Ready".equals(c.getType()) && "True".equals(c.getStatus()));
    }

    private List<String> inTheWay() throws IOException {
      var found = new ArrayList<String>();
      var ours = new ArrayList<String>();
      for (var name : footprint.namespaces()) {
        var namespace = client.namespaces().withName(name).get();
        if (namespace != null && own.test(namespace)) {
          ours.add(name);
        } else if (namespace != null) {
          found.add("namespace " + name);
        }
      }
      operators()
          .filter(operator -> !ours.contains(operator.getMetadata().getNamespace()))
          .map(o -> "operator %s/%s".formatted(o.getMetadata().getNamespace(), name(o)))
          .forEach(found::add);
      client.rbac().clusterRoles().withLabels(Traces.CHART).list().getItems().stream()
          .filter(role -> !Traces.releasedInto(Set.copyOf(ours), role))
          .map(role -> "ClusterRole " + name(role))
          .forEach(found::add);
      for (var definition : definitionsThere()) {
        if (!definition.same() && !own.test(definition.there())) {
          found.add("another definition " + name(definition.there()));
        }
        found.addAll(objects(definition.there(), ours));
      }
      return found;
    }

    private List<String> kept() throws IOException {
      return definitionsThere().stream()
          .filter(definition -> definition.same() && !own.test(definition.there()))
          .map(definition -> name(definition.there()))
          .toList();
    }

    private Stream<? extends HasMetadata> operators() {
      return client
          .apps()
          .deployments()
          .inAnyNamespace()
          .withLabel("app.kubernetes.io/name", "penstock")
          .list()
          .getItems()
          .stream();
    }

    private record There(CustomResourceDefinition there, boolean same) {}

    private List<There> definitionsThere() throws IOException {
      var found = new ArrayList<There>();
      for (var wanted : NamedCluster.definitions(footprint.definitions())) {
        var there = client.resource(wanted).get();
        if (there != null) {
          found.add(new There(there, same(wanted, there)));
        }
      }
      return found;
    }

    /** The API server's own answer: a change of the spec would be another generation. */
    private boolean same(CustomResourceDefinition wanted, CustomResourceDefinition there) {
      var asked =
          new PatchContext.Builder()
              .withPatchType(PatchType.SERVER_SIDE_APPLY)
              .withFieldManager("penstock-doctor")
              .withForce(true)
              .withDryRun(List.of("All"))
              .build();
      var applied = client.resource(wanted).patch(asked);
      return Objects.equals(
          applied.getMetadata().getGeneration(), there.getMetadata().getGeneration());
    }

    /** An operator that is installed here would work on them. */
    private List<String> objects(CustomResourceDefinition definition, List<String> ours) {
      return Traces.objects(client, definition).stream()
          .filter(object -> !ours.contains(object.getMetadata().getNamespace()))
          .map(object -> definition.getSpec().getNames().getSingular() + " " + Traces.place(object))
          .toList();
    }

    private static String name(HasMetadata object) {
      return object.getMetadata().getName();
    }
  }
}
