package dev.penstock.operator.metrics;

import dev.penstock.operator.event.Announcement;
import dev.penstock.operator.event.Announcer;
import dev.penstock.operator.resource.EtlRun;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Counts runs by how they ended, and measures them. It counts their events, which are written once
 * however often an operator begins anew, so that a restart or a change of leader counts no run
 * twice.
 */
public final class RunsEnded implements Announcer.Listener {
  /** Counter of ended runs by {@code result} and {@code reason}. */
  public static final String NAME = "penstock.runs";

  static final int REASONS = 100;

  private static final String OTHER = "Other";

  private static final Map<String, String> RESULTS =
      Map.of(
          "RunSucceeded", "Succeeded",
          "RunFailed", "Failed",
          "RunCancelled", "Cancelled",
          "RunSuperseded", "Superseded",
          "RunUnknown", "Unknown");

  private final MeterRegistry registry;
  private final RunSizes sizes;
  private final Set<String> reasons = ConcurrentHashMap.newKeySet();

  public RunsEnded(MeterRegistry registry) {
    this.registry = registry;
    this.sizes = new RunSizes(registry, RESULTS.values());
    // A result that is new to Prometheus would be no increase.
    RESULTS.values().forEach(result -> registry.counter(NAME, "result", result, "reason", OTHER));
  }

  @Override
  public void written(HasMetadata about, Announcement what) {
    var result = RESULTS.get(what.reason());
    if (about instanceof EtlRun run && result != null) {
      registry.counter(NAME, "result", result, "reason", bounded(what.once())).increment();
      if (run.getStatus() != null) {
        sizes.add(result, run.getStatus());
      }
    }
  }

  /** A runner's image of one's own may say anything as its reason. */
  private String bounded(String reason) {
    if (reasons.contains(reason)) {
      return reason;
    }
    return reasons.size() < REASONS && reasons.add(reason) ? reason : OTHER;
  }
}
