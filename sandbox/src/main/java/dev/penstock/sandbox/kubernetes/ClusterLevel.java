package dev.penstock.sandbox.kubernetes;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How much of Kubernetes is real here, the most first, and last the one that is not ours. What the
 * verbs say and how they end at each level stands here, so that all of them say the same.
 */
public enum ClusterLevel {
  /** Control plane, containerd and kubelet: pods run, with their limits enforced. */
  NODE("node", 0, "Every example ended as it should, on a real cluster."),
  /**
   * The control plane and a node that runs pods as local processes, without limits and isolation.
   */
  PROCESS(
      "process",
      5,
      "Every example ended as it should, on a real control plane; its pods ran as local processes,"
          + " without limits, users, read-only roots and a network of their own."),
  /** API server, etcd, controllers and scheduler, and no node. Tests start it, no person does. */
  CONTROL_PLANE("control-plane", 4, "The control plane answered; no pod ran."),
  /** No cluster. */
  NONE("none", 4, "The pipelines ran, but in a local process: this was no cluster."),
  /**
   * A cluster that a person named, which the sandbox neither starts nor judges. Only ever asked
   * for, so it stands beside the order of the others.
   */
  NAMED(
      "named",
      6,
      "Every example ended as it should, on the cluster that you named; what is real there is not"
          + " the sandbox's to say.");

  private final String word;
  private final int exitCode;
  private final String conclusion;

  ClusterLevel(String word, int exitCode, String conclusion) {
    this.word = word;
    this.exitCode = exitCode;
    this.conclusion = conclusion;
  }

  /** The level of this machine that a person asks for by this word; empty when there is none. */
  public static Optional<ClusterLevel> named(String word) {
    return choices().stream().filter(l -> l.word.equals(word.toLowerCase(Locale.ROOT))).findFirst();
  }

  /** The levels of this machine that a person can ask for, the highest first. */
  public static List<ClusterLevel> choices() {
    return Stream.of(values()).filter(level -> level != CONTROL_PLANE && level != NAMED).toList();
  }

  /** The word for arguments and for what is printed. */
  public String word() {
    return word;
  }

  /** How a verb ends when everything went well at this level; 3 is the JVM's own. */
  public int exitCode() {
    return exitCode;
  }

  /** One sentence for the end of a good run at this level. */
  public String conclusion() {
    return conclusion;
  }

  /** Whether pods run at this level. */
  public boolean runsPods() {
    return switch (this) {
      case NODE, PROCESS, NAMED -> true;
      case CONTROL_PLANE, NONE -> false;
    };
  }

  /** Whether the sandbox starts a control plane. */
  boolean controlPlane() {
    return this != NONE && this != NAMED;
  }
}
