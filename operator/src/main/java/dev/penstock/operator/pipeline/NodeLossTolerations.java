package dev.penstock.operator.pipeline;

import io.fabric8.kubernetes.api.model.Toleration;
import io.fabric8.kubernetes.api.model.TolerationBuilder;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How long a pod stays on a node that does not answer before Kubernetes gives it up: a minute, not
 * the five that every pod gets otherwise, because a run on it holds its pipeline.
 */
final class NodeLossTolerations {
  private static final long SECONDS = 60;
  private static final String EFFECT = "NoExecute";
  private static final List<String> TAINTS =
      List.of("node.kubernetes.io/not-ready", "node.kubernetes.io/unreachable");

  private NodeLossTolerations() {}

  /** {@return the pod's own tolerations and, for taints that they do not speak of, ours} */
  static List<Toleration> with(List<Toleration> own) {
    var ours =
        TAINTS.stream()
            .filter(taint -> own.stream().noneMatch(toleration -> speaksOf(toleration, taint)))
            .map(NodeLossTolerations::forAWhile);
    return Stream.concat(own.stream(), ours).toList();
  }

  // Without a key it tolerates every taint, without an effect every effect.
  private static boolean speaksOf(Toleration toleration, String taint) {
    return (empty(toleration.getKey()) || toleration.getKey().equals(taint))
        && (empty(toleration.getEffect()) || toleration.getEffect().equals(EFFECT));
  }

  private static boolean empty(@Nullable String field) {
    return field == null || field.isEmpty();
  }

  private static Toleration forAWhile(String taint) {
    return new TolerationBuilder()
        .withKey(taint)
        .withOperator("Exists")
        .withEffect(EFFECT)
        .withTolerationSeconds(SECONDS)
        .build();
  }
}
