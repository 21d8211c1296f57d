package dev.penstock.runner.change;

import dev.penstock.api.validation.Finding;

/**
 * Something that is wrong in a manifest of one state.
 *
 * @param file relative to what was read; only for people, it tells no problems apart
 * @param resource as {@code EtlPipeline/orders}
 */
public record Problem(String file, String resource, Finding finding) {
  /** {@return whether the other state has the same problem, wherever it stands} */
  boolean isAlso(Problem other) {
    return resource.equals(other.resource) && finding.equals(other.finding);
  }

  /** {@return what it means} */
  Effect effect() {
    return new Effect(
        code(),
        resource,
        "%s (%s): %s".formatted(resource, file, finding.path() + ": " + finding.message()),
        finding.nextStep());
  }

  private Effect.Code code() {
    if (!finding.path().endsWith(".connection")) {
      return finding.path().endsWith(".sql")
          ? Effect.Code.SQL_REFUSED
          : Effect.Code.INVALID_MANIFEST;
    }
    if (finding.reason() == Finding.Reason.NOT_FOUND) {
      return Effect.Code.CONNECTION_MISSING;
    }
    return finding.message().contains("which is of kind ")
        ? Effect.Code.CONNECTION_OF_OTHER_KIND
        : Effect.Code.INVALID_MANIFEST;
  }
}
