package dev.penstock.sandbox.s3.faults;

import dev.penstock.sandbox.faults.Armed;
import dev.penstock.sandbox.faults.Firing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The faults on one way to a store. Tests arm them, requests meet them; threads share it. */
public final class StoreFaults {
  private final List<Rule> rules = new ArrayList<>();

  private record Rule(Requests requests, Armed<StoreFault> armed) {}

  /** The beginning of a sentence that ends in an armed fault. */
  public When when(Requests requests) {
    return new When(this, requests, 1);
  }

  /**
   * Arms a fault. Of two that are meant for the same request the older one happens.
   *
   * @param times how often it fires at most
   */
  public synchronized Armed<StoreFault> arm(Requests requests, StoreFault fault, int times) {
    rules.removeIf(rule -> !rule.armed.waits());
    Rule rule = new Rule(requests, new Armed<>(fault, times));
    rules.add(rule);
    return rule.armed;
  }

  /** Nothing fires any more. */
  public synchronized void disarm() {
    rules.forEach(rule -> rule.armed.disarm());
    rules.clear();
  }

  /** The fault of this request, which counts as fired. */
  synchronized Optional<Armed<StoreFault>> meet(RequestHead request) {
    Firing firing = new Firing(request.method() + " " + request.key(), "request");
    return rules.stream()
        .filter(rule -> rule.requests.name(request))
        .map(Rule::armed)
        .filter(armed -> armed.fire(firing))
        .findFirst();
  }

  /** A sentence about faults: which requests, how often; each last word arms one. */
  public record When(StoreFaults faults, Requests requests, int times) {
    /** As often at most; once if nothing is said. */
    public When times(int most) {
      return new When(faults, requests, most);
    }

    public Armed<StoreFault> slowDown() {
      return arm(new StoreFault.SlowDown());
    }

    public Armed<StoreFault> badGateway() {
      return arm(new StoreFault.BadGateway());
    }

    public Armed<StoreFault> deny() {
      return arm(new StoreFault.AccessDenied());
    }

    public Armed<StoreFault> reset() {
      return arm(new StoreFault.Reset());
    }

    public Armed<StoreFault> damage() {
      return arm(new StoreFault.Damaged());
    }

    public Armed<StoreFault> loseReply() {
      return arm(new StoreFault.LostReply());
    }

    public Armed<StoreFault> truncate(long bytes) {
      return arm(new StoreFault.Truncated(bytes));
    }

    public Armed<StoreFault> slow(int bytesPerSecond) {
      return arm(new StoreFault.Slow(bytesPerSecond));
    }

    public Armed<StoreFault> delay(Duration time) {
      return arm(new StoreFault.Delay(time));
    }

    public Armed<StoreFault> hangUp() {
      return arm(new StoreFault.HangUp());
    }

    private Armed<StoreFault> arm(StoreFault fault) {
      return faults.arm(requests, fault, times);
    }
  }
}
