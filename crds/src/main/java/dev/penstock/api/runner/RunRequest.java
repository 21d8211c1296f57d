package dev.penstock.api.runner;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import dev.penstock.api.AdoptSpec;
import dev.penstock.api.EtlRunSpec;
import dev.penstock.api.WindowSpec;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What an EtlRun asks for beyond an increment, as its pods learn it: at most one of these. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RunRequest(
    @Nullable WindowSpec window, @Nullable Boolean fullRefresh, @Nullable AdoptSpec adopt) {
  /** {@return what a run asks for; empty: an increment} */
  public static Optional<RunRequest> of(EtlRunSpec spec) {
    var full = Boolean.TRUE.equals(spec.fullRefresh()) ? Boolean.TRUE : null;
    return spec.window() == null && full == null && spec.adopt() == null
        ? Optional.empty()
        : Optional.of(new RunRequest(spec.window(), full, spec.adopt()));
  }
}
