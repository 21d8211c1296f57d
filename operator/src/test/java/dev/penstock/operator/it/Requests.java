package dev.penstock.operator.it;

import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Notes the writing requests of a client. */
final class Requests implements Interceptor {
  private final ConcurrentLinkedQueue<String> writes = new ConcurrentLinkedQueue<>();

  @Override
  public void before(BasicBuilder builder, HttpRequest request, RequestTags tags) {
    if (!request.method().equals("GET")) {
      writes.add(request.method() + " " + request.uri().getPath());
    }
  }

  /** {@return the writes to objects of that namespace} */
  List<String> writesTo(String namespace) {
    return writes.stream().filter(line -> line.contains("/namespaces/" + namespace + "/")).toList();
  }
}
