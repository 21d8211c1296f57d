package dev.penstock.operator.it;

import dev.penstock.api.BackfillSpec;
import dev.penstock.api.BackfillWindow;
import dev.penstock.api.EtlConnectionSpec;
import dev.penstock.api.EtlRunSpec;
import dev.penstock.api.RunState;
import dev.penstock.api.RunTrigger;
import dev.penstock.operator.Given;
import dev.penstock.operator.resource.EtlConnection;
import dev.penstock.operator.resource.EtlRun;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.Objects;

/**
 * What an operator does for people, step by step: each step needs those before it. Together they
 * need every right that the chart grants.
 */
enum Scenario {
  /** Its caches are filled. */
  IT_STARTS {
    @Override
    boolean reached(Stage stage) {
      return stage.operator().hasStarted();
    }
  },
  /**
   * Its caches are told of changes. Without a watch the framework lists again and again, which
   * people see late; so that nothing is refused is what counts.
   */
  IT_WATCHES {
    @Override
    boolean reached(Stage stage) {
      return stage.operator().hasStarted()
          && WATCHED.stream().allMatch(kind -> stage.operator().refusals(kind) == 0);
    }
  },
  /** It takes the lease. */
  IT_LEADS {
    @Override
    boolean reached(Stage stage) {
      return stage.operator().leads();
    }
  },
  /** It renews the lease. */
  IT_KEEPS_THE_LEASE {
    @Override
    boolean reached(Stage stage) {
      var lease =
          stage
              .client()
              .leases()
              .inNamespace(stage.namespace())
              .withName("penstock-operator")
              .get();
      return !lease.getSpec().getRenewTime().equals(lease.getSpec().getAcquireTime());
    }
  },
  /** What is known of a connection stands on it. */
  A_CONNECTION_IS_TOLD_OF {
    @Override
    boolean reached(Stage stage) {
      var lake =
          stage
              .client()
              .resources(EtlConnection.class)
              .inNamespace(stage.namespace())
              .withName("lake")
              .get();
      return lake.getStatus() != null;
    }
  },
  /** A pipeline gets its ConfigMap and CronJob, and the status says so. */
  A_PIPELINE_IS_IN_PLACE {
    @Override
    void act(Stage stage) {
      stage.team().apply(Hands.quiet("orders", "runsHistoryLimit: %d\n".formatted(KEPT)));
    }

    @Override
    boolean reached(Stage stage) {
      return stage.ready("orders") && stage.team().cronJob("orders") != null;
    }
  },
  /** What happened is told by events. */
  IT_IS_TOLD {
    @Override
    boolean reached(Stage stage) {
      return !stage.team().events("orders").isEmpty();
    }
  },
  /** What a connection needs before it can notify stands on it. */
  A_NOTIFIER_IS_JUDGED {
    @Override
    void act(Stage stage) {
      var hook = Given.connection("hook");
      hook.setSpec(
          Serialization.unmarshal(
              """
              webhook: {url: "https://hooks.example.org/penstock"}
              credentials: {secret: {name: hook}}
              """,
              EtlConnectionSpec.class));
      stage.team().apply(hook);
    }

    @Override
    boolean reached(Stage stage) {
      var hook =
          stage
              .client()
              .resources(EtlConnection.class)
              .inNamespace(stage.namespace())
              .withName("hook")
              .get();
      return hook.getStatus() != null;
    }
  },
  /** The ConfigMap of an earlier spec goes when no Job names it. */
  OLD_CONFIG_GOES {
    @Override
    void act(Stage stage) {
      stage.team().ready(Hands.quiet("customers"));
      stage.team().apply(Hands.quiet("customers", "backoffLimit: 1\n"));
    }

    @Override
    boolean reached(Stage stage) {
      var named = stage.team().configMaps().stream().filter(n -> n.startsWith("customers-"));
      return named.count() == 1 && backoffLimit(stage) == 1;
    }

    private static int backoffLimit(Stage stage) {
      return Objects.requireNonNullElse(
          stage.team().cronJob("customers").getSpec().getJobTemplate().getSpec().getBackoffLimit(),
          0);
    }
  },
  /** A run that is asked for gets a Job, which is admitted. */
  A_RUN_STARTS {
    @Override
    void act(Stage stage) {
      stage.team().apply(Given.run("first", "orders"));
    }

    @Override
    boolean reached(Stage stage) {
      return stage.is("first", RunState.RUNNING)
          && Boolean.FALSE.equals(stage.team().job(stage.job("first")).getSpec().getSuspend());
    }
  },
  /** Its pod is asked how far it is; without a kubelet there is no answer. */
  ITS_LOG_IS_READ {
    @Override
    void act(Stage stage) {
      stage.hands().podWorks(stage.team(), stage.job("first"));
    }

    @Override
    boolean reached(Stage stage) {
      return stage.operator().wasAnswered("pods/log");
    }
  },
  /** A run that waits is cancelled, and its Job goes. */
  A_CANCELLED_JOB_GOES {
    @Override
    void act(Stage stage) {
      stage.team().apply(Given.run("second", "orders"));
      var job = stage.team().run("second", RunState.QUEUED).job();
      Team.soon().until(() -> stage.team().job(job) != null);
      stage.hands().cancel("second");
      stage.team().run("second", RunState.CANCELLED);
    }

    @Override
    boolean reached(Stage stage) {
      return stage.team().job(stage.job("second")) == null;
    }
  },
  /** A Job that a person made from the CronJob gets its record. */
  A_JOB_BY_HAND_IS_RECORDED {
    @Override
    void act(Stage stage) {
      stage.ends("first");
      stage.team().createJobFrom("orders", "by-hand");
    }

    @Override
    boolean reached(Stage stage) {
      return stage.is("by-hand", RunState.RUNNING);
    }
  },
  /** A backfill that is cancelled ends the run of its window. */
  A_CANCELLED_BACKFILL_ENDS_ITS_WINDOW {
    @Override
    void act(Stage stage) {
      var history = Given.run("history", "orders");
      history.setSpec(
          new EtlRunSpec(
              "orders",
              RunTrigger.REQUEST,
              null,
              null,
              null,
              null,
              new BackfillSpec("2026-01-01", "2026-01-03", BackfillWindow.DAY),
              null));
      stage.team().apply(history);
      stage.team().run("history", RunState.RUNNING);
      stage.hands().cancel("history");
    }

    @Override
    boolean reached(Stage stage) {
      return stage.is("history", RunState.CANCELLED);
    }
  },
  /** Of more records than are kept the oldest goes. */
  OLD_RECORDS_GO {
    @Override
    void act(Stage stage) {
      stage.ends("by-hand");
      for (int i = 1; i <= KEPT; i++) {
        var next = "again-" + i;
        stage.team().createJobFrom("orders", next);
        stage.team().run(next, RunState.RUNNING);
        stage.ends(next);
      }
    }

    @Override
    boolean reached(Stage stage) {
      return stage.run("by-hand") == null;
    }
  };

  /** The least that a pipeline may keep. */
  private static final int KEPT = 5;

  private static final List<String> WATCHED =
      List.of(
          "etlpipelines", "etlconnections", "etlruns", "configmaps", "cronjobs", "jobs", "pods");

  private static final String COMMITTED =
      """
      {"reason":"Committed","message":"Committed entry 1","commit":1,
       "targets":[{"name":"orders","rows":7}]}\
      """;

  /** What people and the cluster do; nothing, where the operator does its part by itself. */
  void act(Stage stage) {}

  /** {@return whether the operator has done its part} */
  abstract boolean reached(Stage stage);

  /** A team with an operator of its own. */
  record Stage(KubernetesClient client, String namespace, Team team, LimitedOperator operator) {
    Hands hands() {
      return new Hands(client, namespace);
    }

    EtlRun run(String name) {
      return client.resources(EtlRun.class).inNamespace(namespace).withName(name).get();
    }

    boolean is(String run, RunState state) {
      var now = run(run);
      return now != null && now.getStatus() != null && now.getStatus().state() == state;
    }

    String job(String run) {
      return Objects.requireNonNull(
          team.run(run, status -> status.job() != null).getStatus().job());
    }

    /** Its pod ends well, and that is noticed. */
    void ends(String run) {
      team.podEnds(job(run), 0, COMMITTED);
      team.run(run, RunState.SUCCEEDED);
    }

    boolean ready(String pipeline) {
      var now =
          client
              .resources(dev.penstock.operator.resource.EtlPipeline.class)
              .inNamespace(namespace)
              .withName(pipeline)
              .get();
      return now.getStatus() != null
          && now.getStatus().conditions() != null
          && Team.condition(now.getStatus(), "Ready").status().equals("True");
    }
  }
}
