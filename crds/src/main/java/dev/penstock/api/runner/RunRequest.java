package dev.penstock.api.runner;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.penstock.api.AdoptSpec;
import dev.penstock.api.EtlRunSpec;
import dev.penstock.api.ParameterValueSpec;
import dev.penstock.api.WindowSpec;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What an EtlRun asks for beyond an increment, as its pods learn it: at most one of window,
 * fullRefresh and adopt, values for parameters, and whether nothing is to be committed. A field of
 * a newer operator is not passed over: the run would do something else than what was asked.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RunRequest(
    @Nullable WindowSpec window,
    @Nullable Boolean fullRefresh,
    @Nullable AdoptSpec adopt,
    @Nullable List<ParameterValueSpec> parameters,
    @Nullable Boolean dryRun) {
  /** With a commit at its end. */
  public RunRequest(
      @Nullable WindowSpec window,
      @Nullable Boolean fullRefresh,
      @Nullable AdoptSpec adopt,
      @Nullable List<ParameterValueSpec> parameters) {
    this(window, fullRefresh, adopt, parameters, null);
  }

  /** {@return what a run asks for; empty: an increment with the pipeline's own values} */
  public static Optional<RunRequest> of(EtlRunSpec spec) {
    var full = Boolean.TRUE.equals(spec.fullRefresh()) ? Boolean.TRUE : null;
    var given = spec.parameters();
    var values = given == null || given.isEmpty() ? null : given;
    var dry = spec.isDry() ? Boolean.TRUE : null;
    var asked = new RunRequest(spec.window(), full, spec.adopt(), values, dry);
    return asked.equals(new RunRequest(null, null, null, null))
        ? Optional.empty()
        : Optional.of(asked);
  }
}
