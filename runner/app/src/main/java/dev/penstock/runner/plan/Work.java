package dev.penstock.runner.plan;

import dev.penstock.runner.engine.RowCheck;
import java.util.List;

/**
 * In which order a run computes what. First the relations that are kept, one by one; then the
 * streams, wave by wave; then what is computed as a whole. At any moment one source is read.
 *
 * @param read the sources that any of it reads, in the order of the manifest
 * @param kept relations that are computed once, into a file on scratch, because several others read
 *     them or because every wave does; in order
 * @param whole consumers that are computed by one statement each
 */
public record Work(
    List<String> read, List<String> kept, List<Stream> streams, List<Consumer> whole) {
  public Work {
    read = List.copyOf(read);
    kept = List.copyOf(kept);
    streams = List.copyOf(streams);
    whole = List.copyOf(whole);
  }

  /** A source that is read in waves, and what is computed of each wave. */
  public record Stream(String source, List<Consumer> consumers) {
    public Stream {
      consumers = List.copyOf(consumers);
    }

    /** {@return whether a wave has to lie on scratch, because it is read more than once} */
    public boolean shared() {
      return consumers.size() > 1 || consumers.getFirst().again();
    }
  }

  /** Somebody who needs the rows of a relation. */
  public sealed interface Consumer {
    /** {@return whose rows} */
    String relation();

    /** {@return what is asked of them} */
    List<RowCheck> checks();

    /** {@return whether the rows are read by more than the statement that seals them} */
    boolean again();

    /**
     * Parts of a target are sealed of them; its checks look at the parts, but where these hold
     * other values.
     */
    record Seal(Plan.Load load, List<RowCheck> checks) implements Consumer {
      public Seal {
        checks = List.copyOf(checks);
      }

      @Override
      public String relation() {
        return load.target().from();
      }

      @Override
      public boolean again() {
        return load.shaping().counts() || load.shaping().changes() && !checks.isEmpty();
      }
    }

    /** They are only checked. */
    record Judge(String relation, List<RowCheck> checks) implements Consumer {
      public Judge {
        checks = List.copyOf(checks);
      }

      @Override
      public boolean again() {
        return true;
      }
    }
  }
}
