package dev.penstock.sandbox.redshift.faults;

import dev.penstock.sandbox.faults.Armed;
import dev.penstock.sandbox.faults.Firing;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Counts what one session does and says which faults fire; one thread calls it. Every fault that a
 * method returns has been counted as fired.
 */
public final class SessionWatch {
  /** How many statements of a session are remembered. */
  private static final int REMEMBERED = 100;

  private final Faults faults;
  private final String application;
  private final Set<Armed<Fault>> firedInCopy = new HashSet<>();
  private final Deque<String> statements = new ArrayDeque<>();
  private volatile int messages;
  private volatile int commits;

  SessionWatch(Faults faults, String application) {
    this.faults = faults;
    this.application = application;
  }

  String application() {
    return application;
  }

  Faults.Seen seen() {
    synchronized (statements) {
      return new Faults.Seen(application, messages, commits, List.copyOf(statements));
    }
  }

  /** A statement is executed. */
  public void executing(String sql) {
    synchronized (statements) {
      statements.addLast(sql);
      if (statements.size() > REMEMBERED) {
        statements.removeFirst();
      }
    }
  }

  /** One message more is done. */
  public List<Armed<Fault>> messageDone() {
    int number = messages + 1;
    messages = number;
    return fire(
        "after message " + number,
        fault -> fault.at() instanceof Point.AfterMessage(int at) && at == number);
  }

  /** One commit more is about to happen. */
  public List<Armed<Fault>> committing() {
    int number = commits + 1;
    commits = number;
    return fire(
        "before commit " + number,
        fault -> fault.at() instanceof Point.BeforeCommit(int at) && at == number);
  }

  /** What was announced by {@link #committing} has happened. */
  public List<Armed<Fault>> committed() {
    int number = commits;
    return fire(
        "after commit " + number,
        fault -> fault.at() instanceof Point.AfterCommit(int at) && at == number);
  }

  public void copyBegins() {
    firedInCopy.clear();
  }

  /**
   * A COPY has got on; a fault fires once in each.
   *
   * @param rows that it has read so far
   */
  public List<Armed<Fault>> copied(long rows) {
    List<Armed<Fault>> now =
        fire(
            "row of a COPY, %d read".formatted(rows),
            fault -> fault.at() instanceof Point.CopyRow(long at) && at <= rows);
    firedInCopy.addAll(now);
    return now;
  }

  private List<Armed<Fault>> fire(String moment, Predicate<Fault> now) {
    return faults.meantFor(this).stream()
        .filter(armed -> now.test(armed.fault()) && !firedInCopy.contains(armed))
        .filter(armed -> armed.fire(new Firing(application, moment)))
        .toList();
  }
}
