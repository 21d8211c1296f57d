package dev.penstock.operator.status;

import dev.penstock.api.ChangeStatus;
import dev.penstock.api.EtlPipelineSpec;
import dev.penstock.api.RunState;
import dev.penstock.operator.resource.EtlPipeline;
import dev.penstock.operator.resource.EtlRun;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What {@code runOnChange} makes of a spec: one run for every change of its hash, also for one that
 * comes back, unless the newest success is of it.
 *
 * <p>The number is that of the change before plus one, and both are written into the status with
 * the hash; until then every operator that looks, after whatever interruption, finds the same
 * number, so the same name, and the API server makes one EtlRun of it.
 *
 * @param status what the pipeline's status says afterwards; empty: nothing was ever answered
 * @param due whether the EtlRun it names is to be made
 */
record Change(Optional<ChangeStatus> status, boolean due) {
  private static final int DIGITS = 10;

  static Change of(
      EtlPipeline pipeline, Readiness readiness, boolean verified, Collection<EtlRun> runs) {
    var known =
        Optional.ofNullable(pipeline.getStatus()).flatMap(s -> Optional.ofNullable(s.change()));
    return asked(pipeline.getSpec(), readiness)
        .filter(hash -> !isAnswered(known, hash) || superseded(known, runs))
        .map(hash -> answer(pipeline, hash, number(known) + 1, verified))
        .orElseGet(() -> new Change(known, false));
  }

  /** {@return whether a run of this spec waits only for the pipeline to be resumed} */
  static boolean waitsForResume(EtlPipeline pipeline, String hash) {
    var spec = pipeline.getSpec();
    var known =
        Optional.ofNullable(pipeline.getStatus()).flatMap(s -> Optional.ofNullable(s.change()));
    return spec != null
        && Boolean.TRUE.equals(spec.runOnChange())
        && Boolean.TRUE.equals(spec.suspend())
        && !isAnswered(known, hash);
  }

  private static Optional<String> asked(@Nullable EtlPipelineSpec spec, Readiness readiness) {
    return spec != null
            && Boolean.TRUE.equals(spec.runOnChange())
            && !Boolean.TRUE.equals(spec.suspend())
            && readiness instanceof Readiness.Ready ready
        ? Optional.of(ready.hash().hex())
        : Optional.empty();
  }

  private static boolean isAnswered(Optional<ChangeStatus> known, String hash) {
    return known.map(ChangeStatus::specHash).filter(hash::equals).isPresent();
  }

  /** A spec that comes back after its run was withdrawn has not run. */
  private static boolean superseded(Optional<ChangeStatus> known, Collection<EtlRun> runs) {
    return known
        .map(ChangeStatus::run)
        .filter(name ->
            runs.stream()
                .filter(run -> run.getMetadata().getName().equals(name))
                .anyMatch(run ->
                    run.getStatus() != null && run.getStatus().state() == RunState.SUPERSEDED))
        .isPresent();
  }

  private static long number(Optional<ChangeStatus> known) {
    return known.map(change -> Objects.requireNonNullElse(change.number(), 0L)).orElse(0L);
  }

  private static Change answer(EtlPipeline pipeline, String hash, long number, boolean verified) {
    var run = verified ? null : name(pipeline, hash, number);
    return new Change(Optional.of(new ChangeStatus(number, hash, run)), !verified);
  }

  private static String name(EtlPipeline pipeline, String hash, long number) {
    var metadata = pipeline.getMetadata();
    var text = metadata.getUid() + "/" + number + "/" + hash;
    var digits = UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8)).toString();
    return metadata.getName() + "-change-" + digits.replace("-", "").substring(0, DIGITS);
  }
}
