package dev.penstock.operator.status;

import dev.penstock.api.model.SpecHash;
import dev.penstock.api.validation.Finding;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Whether a pipeline's objects are in place, and if not, why. */
public sealed interface Readiness {
  /** {@return in CamelCase} */
  String reason();

  /** {@return what a person reads} */
  String message();

  /** The objects are in place. */
  record Ready(String reason, String message, SpecHash hash, Optional<Instant> next)
      implements Readiness {}

  /** They are not, or they are those of an earlier spec. */
  record NotReady(String reason, String message) implements Readiness {}

  /** {@return what is said of a spec with these findings: the first few, and how many more} */
  static NotReady invalid(List<Finding> findings) {
    int shown = Math.min(5, findings.size());
    var lines = findings.stream().limit(shown).map(Finding::line).collect(Collectors.joining("\n"));
    var more = findings.size() > shown ? "\nand %d more.".formatted(findings.size() - shown) : "";
    var text = lines.length() > 4000 ? lines.substring(0, 4000) : lines;
    return new NotReady("InvalidSpec", text + more);
  }
}
