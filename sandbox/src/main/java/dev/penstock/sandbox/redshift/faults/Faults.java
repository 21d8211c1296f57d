package dev.penstock.sandbox.redshift.faults;

import dev.penstock.sandbox.faults.Armed;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The faults of one warehouse. Tests arm them, sessions ask for them; threads share it.
 *
 * <pre>{@code
 * var lost = warehouse.faults().when(Sessions.ofApplication("penstock/orders/.*")).onCommit(1).loseReply();
 * ... // run
 * assertThat(lost.fired()).isTrue();
 * }</pre>
 */
public final class Faults {
  /** How many sessions are remembered. */
  private static final int REMEMBERED = 1000;

  private final List<Rule> rules = new ArrayList<>();
  private final Deque<SessionWatch> begun = new ArrayDeque<>();

  /** The beginning of a sentence that ends in an armed fault. */
  public When when(Sessions sessions) {
    return new When(this, sessions, 1);
  }

  /**
   * Arms a fault.
   *
   * @param times how often it fires at most, over all sessions
   */
  public synchronized Armed<Fault> arm(Sessions sessions, Fault fault, int times) {
    rules.removeIf(rule -> !rule.armed.waits());
    Rule rule = new Rule(sessions, new Armed<>(fault, times));
    rules.add(rule);
    return rule.armed;
  }

  /** Nothing fires any more. */
  public synchronized void disarm() {
    rules.forEach(rule -> rule.armed.disarm());
    rules.clear();
  }

  /**
   * What the sessions did so far, the last thousand of them from the oldest on: it tells how many
   * points a run without faults passes.
   */
  public synchronized List<Seen> seen() {
    return begun.stream().map(SessionWatch::seen).toList();
  }

  /**
   * A session so far.
   *
   * @param application its name
   * @param messages of the client's after its authentication, that are done
   * @param commits of blocks, of batches that wrote, and of statements that commit by themselves
   * @param statements the last hundred that were executed, the oldest first, as the database gets
   *     them; of a COPY only that it was one
   */
  public record Seen(String application, int messages, int commits, List<String> statements) {
    public Seen {
      statements = List.copyOf(statements);
    }
  }

  /** For the front: a session begins. */
  public synchronized SessionWatch begin(String application) {
    SessionWatch session = new SessionWatch(this, application);
    for (Rule rule : rules) {
      if (rule.sessions.names(application)) {
        rule.seen++;
        if (rule.seen == rule.sessions.nth()) {
          rule.chosen = session;
        }
      }
    }
    begun.addLast(session);
    if (begun.size() > REMEMBERED) {
      begun.removeFirst();
    }
    return session;
  }

  synchronized List<Armed<Fault>> meantFor(SessionWatch session) {
    if (rules.isEmpty()) {
      return List.of();
    }
    return rules.stream().filter(rule -> rule.meant(session)).map(rule -> rule.armed).toList();
  }

  /** An armed fault with the sessions that it is for. */
  private static final class Rule {
    private final Sessions sessions;
    private final Armed<Fault> armed;
    private int seen;
    private @Nullable SessionWatch chosen;

    Rule(Sessions sessions, Armed<Fault> armed) {
      this.sessions = sessions;
      this.armed = armed;
    }

    boolean meant(SessionWatch session) {
      return sessions.nth() == 0 ? sessions.names(session.application()) : session == chosen;
    }
  }
}
