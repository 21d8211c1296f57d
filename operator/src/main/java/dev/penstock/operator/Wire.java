package dev.penstock.operator;

import dev.penstock.operator.calls.ApiCalls;
import dev.penstock.operator.leader.Fence;
import dev.penstock.operator.leader.Term;
import dev.penstock.operator.metrics.OperatorMetrics;
import dev.penstock.operator.resource.TolerantReading;
import dev.penstock.operator.settings.Settings;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.http.HttpClient;
import java.time.Clock;

/**
 * What lies between the operator and the API server: every request is counted, none that writes
 * leaves a process that may not act, and what was stored wrong is read all the same. It is made
 * before the client.
 */
public record Wire(Term term, ApiCalls calls) {
  public static Wire of(Settings settings, OperatorMetrics metrics, Clock clock) {
    var term =
        settings
            .election()
            .map(election -> new Term(election.deadline(), System::nanoTime))
            .orElseGet(Term::endless);
    return new Wire(term, new ApiCalls(metrics.registry(), clock));
  }

  /** {@return a client that is still to be built, with the wire in it} */
  public KubernetesClientBuilder client() {
    return new KubernetesClientBuilder()
        .withKubernetesSerialization(TolerantReading.serialization())
        .withHttpClientBuilderConsumer(this::into);
  }

  /** Lays it into an HTTP client that is being built. */
  public void into(HttpClient.Builder client) {
    client.addOrReplaceInterceptor("fence", new Fence(term));
    client.addOrReplaceInterceptor("calls", calls);
  }
}
