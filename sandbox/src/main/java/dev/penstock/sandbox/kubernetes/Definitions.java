package dev.penstock.sandbox.kubernetes;

import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What can be said of CustomResourceDefinitions, whosever they are. */
public final class Definitions {
  private Definitions() {}

  /**
   * {@return whether the API server serves its kind by now; one that was made a moment ago has
   * neither a status nor conditions in it}
   *
   * @param definition null: not there
   */
  public static boolean established(@Nullable CustomResourceDefinition definition) {
    return Stream.ofNullable(definition)
        .flatMap(there -> Stream.ofNullable(there.getStatus()))
        .flatMap(status -> Stream.ofNullable(status.getConditions()))
        .flatMap(List::stream)
        .anyMatch(condition ->
            "Established".equals(condition.getType()) && "True".equals(condition.getStatus()));
  }
}
