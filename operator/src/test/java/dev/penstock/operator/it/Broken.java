package dev.penstock.operator.it;

import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * Loses one write of an operator to each namespace of these: the first to broken-1, the second to
 * broken-2, and so on, as if the operator had ended there.
 */
final class Broken implements Interceptor {
  private static final Pattern NAMESPACE = Pattern.compile("/namespaces/(broken-([0-9]+))/");

  private final Map<String, Integer> writes = new ConcurrentHashMap<>();

  static String namespace(int write) {
    return "broken-" + write;
  }

  @Override
  public void before(BasicBuilder builder, HttpRequest request, RequestTags tags) {
    var path = NAMESPACE.matcher(request.uri().getPath());
    if (!request.method().equals("GET") && path.find()) {
      int write = writes.merge(path.group(1), 1, Integer::sum);
      if (write == Integer.parseInt(path.group(2))) {
        throw new KubernetesClientException("write %d is lost".formatted(write));
      }
    }
  }

  /** {@return whether the write was lost} */
  boolean broke(String namespace) {
    return writes.getOrDefault(namespace, 0) >= Integer.parseInt(namespace.substring(7));
  }
}
