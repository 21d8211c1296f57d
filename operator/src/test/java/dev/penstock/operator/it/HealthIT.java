package dev.penstock.operator.it;

import static dev.penstock.operator.it.Team.soon;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.operator.Given;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the probes are told while the API server is away. */
class HealthIT {
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
  void anOperatorWithoutItsApiServerIsNotReadyAndGoesOnWhenItIsBack() {
    var settings = TestOperator.settings(Optional.empty());
    try (var operator = TestOperator.start(cluster, settings, any -> new Fate.Pass())) {
      soon().until(operator.running()::healthy);
      operator.proxy().cut();
      soon().until(() -> !operator.running().healthy());
      assertThat(operator.running().ready().text()).startsWith("the API server was not reached");
      assertThat(operator.running().live().ok()).as("a restart would not help").isTrue();

      operator.proxy().mend();
      soon().until(operator.running()::healthy);
      Team.in(cluster.admin(), "mended").ready(Given.pipeline("orders"));
    }
  }

  @Test
  void anOperatorThatStartsBeforeItsApiServerBecomesReadyWithIt() throws Exception {
    var proxy = ApiProxy.start(cluster.account(), any -> new Fate.Pass());
    proxy.cut();
    var settings = TestOperator.settings(Optional.empty());
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var starting = threads.submit(() -> TestOperator.start(proxy, cluster.account(), settings));
      soon().until(proxy::wasTried);
      assertThat(starting.isDone()).isFalse();
      proxy.mend();
      try (var operator = starting.get()) {
        soon().until(operator.running()::healthy);
        Team.in(cluster.admin(), "early").ready(Given.pipeline("orders"));
      }
    }
  }
}
