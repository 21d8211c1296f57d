package dev.penstock.cli.graph;

import dev.penstock.api.EtlConnectionSpec;
import dev.penstock.api.RunState;
import dev.penstock.api.SourceSpec;
import dev.penstock.api.TargetSpec;
import dev.penstock.cli.cluster.SeenPipeline;
import dev.penstock.cli.graph.Node.Kind;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;

/** Pipelines, what they read and what they write, and which run after which. */
public final class Graph {
  private final SortedSet<Node> nodes = new TreeSet<>();
  private final SortedSet<Edge> edges = new TreeSet<>();

  private Graph() {}

  /** {@return the graph of these pipelines; connections say which relations are the same} */
  public static Graph of(
      Collection<SeenPipeline> pipelines, Map<String, EtlConnectionSpec> connections) {
    var graph = new Graph();
    var places = new Places(connections);
    pipelines.forEach(pipeline -> graph.add(pipeline, places));
    pipelines.forEach(graph::addAfter);
    return graph;
  }

  private void add(SeenPipeline pipeline, Places places) {
    var node = node(pipeline);
    nodes.add(node);
    for (var source :
        Objects.requireNonNullElse(pipeline.spec().sources(), List.<SourceSpec>of())) {
      if (source.table() != null) {
        edge(places.table(source.connection(), source.table().name()), node);
      } else if (source.query() != null) {
        edge(places.query(source.connection(), source.name(), source.query()), node);
      }
    }
    for (var target :
        Objects.requireNonNullElse(pipeline.spec().targets(), List.<TargetSpec>of())) {
      if (target.s3() != null) {
        edge(node, places.dataset(target.s3().connection(), target.s3().path()));
      }
      if (target.redshift() != null) {
        edge(node, places.table(target.redshift().connection(), target.redshift().table()));
      }
    }
  }

  private void addAfter(SeenPipeline pipeline) {
    var after = pipeline.spec().after();
    if (after == null || after.pipelines() == null) {
      return;
    }
    for (var upstream : after.pipelines()) {
      if (upstream != null && upstream.name() != null) {
        edges.add(new Edge(pipeline(upstream.name()), pipeline(pipeline.name()), Edge.Kind.AFTER));
      }
    }
  }

  /** One that is waited for may not be there. */
  private Node pipeline(String name) {
    return nodes.stream()
        .filter(node -> node.isPipeline() && node.id().equals(name))
        .findFirst()
        .orElseGet(() -> known(new Node(Kind.PIPELINE, name, name, "not there")));
  }

  /** The first name that a relation is met by stays: pipelines come in the order of their names. */
  private void edge(Node from, Node to) {
    var one = known(from);
    var other = known(to);
    edges.add(new Edge(one, other, Edge.Kind.ROWS));
  }

  private Node known(Node node) {
    var same = nodes.tailSet(node);
    if (!same.isEmpty() && same.first().compareTo(node) == 0) {
      return same.first();
    }
    nodes.add(node);
    return node;
  }

  private static Node node(SeenPipeline pipeline) {
    var last = pipeline.status().lastRun();
    var result = last == null ? null : last.result();
    var kind =
        result == null || result == RunState.UNKNOWN
            ? Kind.PIPELINE
            : result == RunState.SUCCEEDED ? Kind.SUCCEEDED : Kind.FAILED;
    var unscheduled = pipeline.spec().after() == null ? "on request" : "after others";
    var schedule = Objects.requireNonNullElse(pipeline.spec().schedule(), unscheduled);
    var outcome =
        switch (kind) {
          case SUCCEEDED -> "succeeded";
          case FAILED -> "not succeeded";
          case PIPELINE, TABLE, QUERY, DATASET -> result == null ? "no run yet" : "not known";
        };
    return new Node(
        kind,
        pipeline.name(),
        pipeline.name(),
        Boolean.TRUE.equals(pipeline.spec().suspend())
            ? "suspended, " + outcome
            : "%s, %s".formatted(schedule, outcome));
  }

  List<Node> nodes() {
    return List.copyOf(nodes);
  }

  List<Edge> edges() {
    return List.copyOf(edges);
  }

  /** {@return the graph as Mermaid draws it, in GitHub, GitLab and elsewhere} */
  public String mermaid() {
    return new Mermaid(this).toString();
  }

  /** {@return the graph as a picture, from left to right} */
  public String svg() {
    return new Svg(Layout.of(this), edges()).toString();
  }
}
