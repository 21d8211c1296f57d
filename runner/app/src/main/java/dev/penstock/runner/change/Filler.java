package dev.penstock.runner.change;

import dev.penstock.api.model.ResourceName;
import java.util.Collection;
import java.util.Comparator;
import java.util.stream.Collectors;

/** A target as the one that fills a place; namesakes of two namespaces are two. */
record Filler(ResourceName pipeline, String target) implements Comparable<Filler> {
  private static final Comparator<Filler> ORDER =
      Comparator.<Filler, String>comparing(filler -> filler.pipeline().namespace())
          .thenComparing(filler -> filler.pipeline().name())
          .thenComparing(Filler::target);

  /** {@return it as {@code target orders of pipeline orders}} */
  String words() {
    return "target %s of pipeline %s".formatted(target, pipeline.name());
  }

  /** {@return it with its namespace} */
  String full() {
    return "%s in namespace %s".formatted(words(), pipeline.namespace());
  }

  /** {@return all of them, with namespaces where they have different ones} */
  static String words(Collection<Filler> fillers) {
    boolean one =
        fillers.stream().map(filler -> filler.pipeline().namespace()).distinct().count() < 2;
    return fillers.stream()
        .map(filler -> one ? filler.words() : filler.full())
        .collect(Collectors.joining(" and "));
  }

  @Override
  public int compareTo(Filler other) {
    return ORDER.compare(this, other);
  }
}
