package dev.penstock.cli.why;

import dev.penstock.cli.cluster.Found;
import dev.penstock.cli.cluster.SeenPipeline;
import dev.penstock.cli.cluster.SeenRun;
import io.fabric8.kubernetes.api.model.Event;
import java.util.List;
import java.util.Optional;

/**
 * All that was found about a pipeline or a run.
 *
 * @param asked the name of what was asked about
 * @param pipeline of the run, or the one that was asked about
 * @param run in question: the one that was asked about, or of a pipeline its last failure, else
 *     what is active, else what ended last; empty: the pipeline has none
 * @param success the newest run before it that succeeded; empty: none is known
 * @param active the run that is active beside it, or ahead of it
 * @param running all runs of the namespace that work, for who waits for a connection
 * @param pinned what the run was pinned to
 * @param pinnedBefore what the success was pinned to
 * @param store of the pipeline
 * @param log the last lines of the run's newest pod
 * @param events about the run, its Job and its pods, the newest first
 */
public record Evidence(
    String namespace,
    String asked,
    Found<SeenPipeline> pipeline,
    Optional<Account> run,
    Optional<Account> success,
    Optional<Account> active,
    List<SeenRun> running,
    Pinned pinned,
    Pinned pinnedBefore,
    Found<Store> store,
    Found<Tail> log,
    Found<List<Event>> events) {
  /** Copies what it is given. */
  public Evidence {
    running = List.copyOf(running);
  }

  /** The end of a pod's log. */
  record Tail(String pod, List<String> lines) {
    Tail {
      lines = List.copyOf(lines);
    }
  }
}
