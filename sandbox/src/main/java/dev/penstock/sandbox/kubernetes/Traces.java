package dev.penstock.sandbox.kubernetes;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.CustomResourceDefinitionContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a sandbox made on a named cluster. Namespaces and definitions bear its mark; the rest of the
 * cluster's that Helm made for a release in a marked namespace is known by Helm's own annotation.
 */
record Traces(KubernetesClient client, Mark mark) {
  static final Map<String, String> CHART =
      Map.of("app.kubernetes.io/managed-by", "Helm", "app.kubernetes.io/name", "penstock");
  private static final String RELEASE_NAMESPACE = "meta.helm.sh/release-namespace";
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final Duration PAUSE = Duration.ofMillis(300);

  /** What is there, as {@code Namespace shop}. */
  List<String> names() {
    return Stream.concat(Stream.concat(releaseObjects(), namespaces()), definitions())
        .map(Traces::name)
        .toList();
  }

  /**
   * Deletes it all and waits until it is gone, but for definitions of which others have objects by
   * now: deleting those would delete the objects.
   *
   * @return whether nothing that should go is left; what happened went to progress
   */
  boolean remove(Consumer<String> progress) throws InterruptedException {
    var found = names();
    if (found.isEmpty()) {
      return true;
    }
    progress.accept("named cluster: deleting " + String.join(", ", found));
    try {
      // Before the namespaces, by whose marks they are known.
      releaseObjects().forEach(this::delete);
      namespaces().forEach(this::delete);
      var inTime = await(() -> namespaces().findAny().isEmpty());
      for (var definition : definitions().toList()) {
        var others = others(definition);
        if (others.isEmpty()) {
          delete(definition);
        } else {
          progress.accept(
              "named cluster: %s stays, because others have made %s"
                  .formatted(name(definition), String.join(", ", others)));
        }
      }
      inTime &= await(() -> definitions().allMatch(d -> !others(d).isEmpty()));
      progress.accept(
          inTime
              ? "named cluster: all that was made there is gone"
              : "named cluster: after %d s still being deleted: %s"
                  .formatted(PATIENCE.toSeconds(), String.join(", ", names())));
      return inTime;
    } catch (KubernetesClientException e) {
      progress.accept(
          "named cluster: not all of it could be deleted (%s); `kubectl get ns,crd -l %s=%s` lists it"
              .formatted(e.getMessage(), Mark.LABEL, mark.id()));
      return false;
    }
  }

  private Stream<HasMetadata> namespaces() {
    return client.namespaces().withLabels(mark.labels()).list().getItems().stream()
        .map(HasMetadata.class::cast);
  }

  private Stream<CustomResourceDefinition> definitions() {
    return client
        .apiextensions()
        .v1()
        .customResourceDefinitions()
        .withLabels(mark.labels())
        .list()
        .getItems()
        .stream();
  }

  /** ClusterRoles and their bindings of a release that lies in a namespace of ours. */
  private Stream<HasMetadata> releaseObjects() {
    var ours = namespaces().map(n -> n.getMetadata().getName()).collect(Collectors.toSet());
    if (ours.isEmpty()) {
      return Stream.of();
    }
    var objects = new ArrayList<HasMetadata>();
    objects.addAll(client.rbac().clusterRoleBindings().withLabels(CHART).list().getItems());
    objects.addAll(client.rbac().clusterRoles().withLabels(CHART).list().getItems());
    return objects.stream().filter(object -> releasedInto(ours, object));
  }

  static boolean releasedInto(Set<String> namespaces, HasMetadata object) {
    var annotations = object.getMetadata().getAnnotations();
    return annotations != null && namespaces.contains(annotations.get(RELEASE_NAMESPACE));
  }

  /** Objects of this definition, as {@code etlpipelines team-a/orders}. */
  private List<String> others(CustomResourceDefinition definition) {
    return objects(client, definition).stream()
        .map(object -> definition.getSpec().getNames().getPlural() + " " + place(object))
        .toList();
  }

  /** All objects of a definition; none while it is not served yet or no more. */
  static List<GenericKubernetesResource> objects(
      KubernetesClient client, CustomResourceDefinition definition) {
    try {
      return client
          .genericKubernetesResources(CustomResourceDefinitionContext.fromCrd(definition))
          .inAnyNamespace()
          .list()
          .getItems();
    } catch (KubernetesClientException e) {
      if (e.getCode() == 404) {
        return List.of();
      }
      throw e;
    }
  }

  /** As {@code team-a/orders}. */
  static String place(GenericKubernetesResource object) {
    var metadata = object.getMetadata();
    return "%s/%s".formatted(metadata.getNamespace(), metadata.getName());
  }

  private void delete(HasMetadata object) {
    client.resource(object).delete();
  }

  private static String name(HasMetadata object) {
    return "%s %s".formatted(object.getKind(), object.getMetadata().getName());
  }

  private interface Question {
    boolean yes();
  }

  private static boolean await(Question question) throws InterruptedException {
    var deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!question.yes()) {
      if (System.nanoTime() > deadline) {
        return false;
      }
      Thread.sleep(PAUSE);
    }
    return true;
  }
}
