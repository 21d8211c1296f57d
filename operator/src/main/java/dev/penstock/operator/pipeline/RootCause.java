package dev.penstock.operator.pipeline;

import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.AggregatedOperatorException;

/** The part of an error that stays the same when it is tried again, so a status can hold it. */
final class RootCause {
  private RootCause() {}

  static String of(Throwable error) {
    if (error instanceof AggregatedOperatorException many
        && !many.getAggregatedExceptions().isEmpty()) {
      return of(many.getAggregatedExceptions().values().iterator().next());
    }
    if (error instanceof KubernetesClientException refused) {
      var status = refused.getStatus();
      var words = status == null ? null : status.getMessage();
      return words == null ? "the Kubernetes API does not answer" : cut(words);
    }
    var cause = error.getCause();
    return cause == null ? error.getClass().getSimpleName() : of(cause);
  }

  private static String cut(String words) {
    return words.length() > 500 ? words.substring(0, 500) : words;
  }
}
