package dev.penstock.operator.leader;

import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.Interceptor;

/**
 * Keeps writes in when the term does not run. A process that was frozen sends nothing of what it
 * had begun, although it does not know yet that another one leads.
 */
public final class Fence implements Interceptor {
  private static final String LEASES = "/apis/coordination.k8s.io/";

  private final Term term;

  public Fence(Term term) {
    this.term = term;
  }

  @Override
  public void before(BasicBuilder builder, HttpRequest request, RequestTags tags) {
    boolean reads = request.method().equals("GET");
    if (!reads && !term.runs() && !request.uri().getPath().contains(LEASES)) {
      throw new IllegalStateException(
          "%s %s was not sent: this process does not hold the lease"
              .formatted(request.method(), request.uri().getPath()));
    }
  }
}
