package dev.penstock.operator.resource;

import io.fabric8.kubernetes.client.CustomResource;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import java.time.Duration;
import java.util.Objects;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Writes the status of a resource during one reconciliation, each change once.
 *
 * <p>It notices a spec that was changed between the reading and the writing. The framework does not
 * (JOSDK 5.3.2, TemporaryResourceCache): the event of a change that reaches the informer while our
 * own write is under way is older than the write's result, and is dropped as known.
 *
 * @param <R> the resource
 * @param <S> its status
 */
public final class StatusPen<R extends CustomResource<?, S>, S> {
  /** The least that a timer takes. */
  public static final Duration AT_ONCE = Duration.ofMillis(1);

  private final R observed;
  private final BiFunction<R, S, R> fresh;
  private final Context<R> context;
  private R current;
  private @Nullable S last;
  private boolean outdated;

  /**
   * @param fresh makes an object with nothing but the name, maybe the version, and that status
   */
  public StatusPen(R observed, BiFunction<R, S, R> fresh, Context<R> context) {
    this.observed = observed;
    this.current = observed;
    this.fresh = fresh;
    this.context = context;
    this.last = observed.getStatus();
  }

  /** Writes the status unless it is the one that stands there. */
  public void write(S status) {
    if (status.equals(last)) {
      return;
    }
    current =
        context.resourceOperations().serverSideApplyPrimaryStatus(fresh.apply(current, status));
    last = status;
    outdated |=
        !Objects.equals(
            current.getMetadata().getGeneration(), observed.getMetadata().getGeneration());
  }

  /** {@return the resource as it was when it was last written, or read} */
  public R current() {
    return current;
  }

  /** {@return whether the spec has changed since it was read} */
  public boolean outdated() {
    return outdated;
  }

  /**
   * {@return what the reconciliation ends with}
   *
   * @param again whether there is more to do at once, now that the status stands
   */
  public UpdateControl<R> done(boolean again) {
    UpdateControl<R> control = UpdateControl.noUpdate();
    if (outdated || again) {
      control.rescheduleAfter(AT_ONCE);
    }
    return control;
  }
}
