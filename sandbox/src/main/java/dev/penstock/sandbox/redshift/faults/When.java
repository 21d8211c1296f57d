package dev.penstock.sandbox.redshift.faults;

import dev.penstock.sandbox.faults.Armed;
import java.time.Duration;

/** A sentence about faults: which sessions, how often, at which point. */
public record When(Faults faults, Sessions sessions, int times) {
  /** As often at most, over all sessions; once if nothing is said. */
  public When times(int most) {
    return new When(faults, sessions, most);
  }

  public At afterMessage(int number) {
    return new At(this, new Point.AfterMessage(number));
  }

  public OnCopy onCopyRow(long number) {
    return new OnCopy(this, number);
  }

  public OnCommit onCommit(int number) {
    return new OnCommit(this, number);
  }

  private Armed<Fault> arm(Fault fault) {
    return faults.arm(sessions, fault, times);
  }

  /** The end of the sentence; each call arms the fault. */
  public record At(When when, Point point) {
    public Armed<Fault> dropClient() {
      return when.arm(new Fault.DropClient(point));
    }

    public Armed<Fault> dropBackend() {
      return when.arm(new Fault.DropBackend(point));
    }

    public Armed<Fault> delay(Duration time) {
      return when.arm(new Fault.Delay(point, time));
    }
  }

  /** The same within a COPY. */
  public record OnCopy(When when, long row) {
    /** The row is refused. */
    public Armed<Fault> fail() {
      return when.arm(new Fault.LoadError(row));
    }

    public Armed<Fault> dropClient() {
      return at().dropClient();
    }

    public Armed<Fault> dropBackend() {
      return at().dropBackend();
    }

    public Armed<Fault> delay(Duration time) {
      return at().delay(time);
    }

    private At at() {
      return new At(when, new Point.CopyRow(row));
    }
  }

  /** The same around a commit. */
  public record OnCommit(When when, int number) {
    /** Error 1023. */
    public Armed<Fault> conflict() {
      return when.arm(new Fault.Conflict(number));
    }

    /**
     * The client's socket is reset before anything is committed, and nothing is. Only a COPY that
     * is all of its call in autocommit is committed all the same: it outlives its client, as in
     * Redshift.
     */
    public Armed<Fault> loseCommit() {
      return before().dropClient();
    }

    /** It is committed, and the client's socket is reset before it hears of that. */
    public Armed<Fault> loseReply() {
      return after().dropClient();
    }

    public At before() {
      return new At(when, new Point.BeforeCommit(number));
    }

    public At after() {
      return new At(when, new Point.AfterCommit(number));
    }
  }
}
