package dev.penstock.sandbox.kubernetes;

import dev.penstock.sandbox.SandboxHome;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** A program that runs one Job at the highest level of this machine and tells what came of it. */
public final class JobAsProcess {
  private static final String JOB =
      """
      apiVersion: batch/v1
      kind: Job
      metadata: {name: who, namespace: default}
      spec:
        backoffLimit: 0
        template:
          spec:
            restartPolicy: Never
            containers:
              - name: main
                image: none
                command: [sh, -c, 'printf "user %s" "$(id -u)" >/dev/termination-log']
      """;

  private JobAsProcess() {}

  /** Takes the folder for the cluster's state. */
  public static void main(String[] args) throws Exception {
    var state = Path.of(args[0]);
    var level = LevelChoice.of(Machine.inspect()).level();
    System.out.println("level " + level);
    var settings = new ClusterSettings(state, SandboxHome.userCache(), level, System.out::println);
    try (var cluster = Cluster.start(settings)) {
      var client = cluster.client();
      client.resource(JOB).create();
      client
          .batch()
          .v1()
          .jobs()
          .inNamespace("default")
          .withName("who")
          .waitUntilCondition(
              job ->
                  job.getStatus() != null
                      && Integer.valueOf(1).equals(job.getStatus().getSucceeded()),
              90,
              TimeUnit.SECONDS);
      var pod = client.pods().inNamespace("default").list().getItems().getFirst();
      System.out.println(
          "message="
              + pod.getStatus()
                  .getContainerStatuses()
                  .getFirst()
                  .getState()
                  .getTerminated()
                  .getMessage());
    }
    System.out.println("left=" + Cluster.endLeftovers(state));
  }
}
