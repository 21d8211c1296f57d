package dev.penstock.operator.run;

import dev.penstock.api.EtlRunStatus;
import dev.penstock.api.ParameterValueSpec;
import dev.penstock.api.RunState;
import dev.penstock.api.validation.GivenValues;
import dev.penstock.operator.admission.AdmissionReason;
import dev.penstock.operator.resource.EtlPipeline;
import dev.penstock.operator.resource.EtlRun;
import dev.penstock.operator.status.RunOutcome;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** Whether the pipeline can take the values that a run gives to its parameters. */
final class ParametersCheck {
  /**
   * Of the values as JSON. They reach the pod in one annotation, of which a resource holds 256 KiB,
   * and one variable, of which Linux takes 128 KiB.
   */
  static final int MOST_BYTES = 64 * 1024;

  private ParametersCheck() {}

  /** {@return what is said of the run instead of making its Job, without the time of an end} */
  static Optional<EtlRunStatus> refusal(EtlRun run, EtlPipeline pipeline) {
    var values = run.getSpec().parameters();
    if (values == null || values.isEmpty()) {
      return Optional.empty();
    }
    int bytes = bytes(values);
    if (bytes > MOST_BYTES) {
      return Optional.of(
          refused(
              "The parameters take %d bytes as JSON, and may take %d".formatted(bytes, MOST_BYTES),
              "Write shorter values"));
    }
    var name = pipeline.getMetadata().getName();
    return switch (GivenValues.of(name, pipeline.getSpec(), values)) {
      case GivenValues.Fit fit -> Optional.empty();
      case GivenValues.Misfit(var message, var nextStep) -> Optional.of(refused(message, nextStep));
    };
  }

  private static int bytes(List<ParameterValueSpec> values) {
    return Serialization.asJson(values).getBytes(StandardCharsets.UTF_8).length;
  }

  private static EtlRunStatus refused(String message, String nextStep) {
    return RunOutcome.withoutJob(
        RunState.FAILED,
        AdmissionReason.INVALID_RUN.toString(),
        "%s. %s, and create another EtlRun.".formatted(message, nextStep));
  }
}
