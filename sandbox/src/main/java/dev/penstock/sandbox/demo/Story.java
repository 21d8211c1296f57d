package dev.penstock.sandbox.demo;

import dev.penstock.sandbox.kubernetes.ClusterLevel;

/** What a demo tells. */
public enum Story {
  /** The examples, from nothing to rows. */
  EXAMPLES,
  /** Commits that Argo CD carries through three environments, and one that it does not. */
  GITOPS;

  /** What is about to happen, a line for each minute or so. */
  String outlook(ClusterLevel level) {
    return switch (this) {
      case EXAMPLES ->
          examples(level)
              + "  30 s      let the shop live on, run orders again: it reads what changed\n";
      case GITOPS ->
          """
            1 min     build the images of runner and operator, unless they are there
            1 min     start Kubernetes, the operator, Argo CD, and three shops with a warehouse each
            2 min     watch commits travel through dev, pre-prod and prod; one is stopped and taken back
          """;
    };
  }

  /** One sentence for the end when all was as it should be. */
  String conclusion(ClusterLevel level) {
    return switch (this) {
      case EXAMPLES -> level.conclusion();
      case GITOPS ->
          level == ClusterLevel.PROCESS
              ? "Every commit came as far as it should, and no further; pods ran as local processes."
              : "Every commit came as far as it should, and no further.";
    };
  }

  private static String examples(ClusterLevel level) {
    return switch (level) {
      case NODE ->
          """
            1 min     build the images of runner and operator, unless they are there
            1 min     start a shop's database, an S3 store, a warehouse, Kubernetes
            1 min     install the operator, apply examples/, run them, count the rows
          """;
      case PROCESS ->
          """
            1 min     start a shop's database, an S3 store, a warehouse, a control plane
            1 min     install the operator, apply examples/, run them, count the rows; pods are
                      processes without a limit, so a runner sizes itself by the machine's memory
          """;
      case NAMED ->
          """
            1 min     build the images of runner and operator, unless they are there or others are named
            1 min     start a shop's database, an S3 store, a warehouse on this machine
            1 min     install the operator on your cluster, apply examples/, run them, count the rows;
                      at the end, also by Ctrl-C, all that was made on your cluster is deleted again
          """;
      case CONTROL_PLANE, NONE ->
          """
            1 min     start a shop's database, an S3 store, a warehouse
            1 min     run examples/ in a local process, count the rows
          """;
    };
  }
}
