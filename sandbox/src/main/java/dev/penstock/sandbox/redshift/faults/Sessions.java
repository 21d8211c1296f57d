package dev.penstock.sandbox.redshift.faults;

import java.util.regex.Pattern;

/**
 * Which sessions a fault is for.
 *
 * @param application what the whole application name matches
 * @param nth the one among those that begin after the fault was armed, from 1; 0: every one, those
 *     that run too
 */
public record Sessions(Pattern application, int nth) {
  public Sessions {
    if (nth < 0) {
      throw new IllegalArgumentException("There is no session number %d".formatted(nth));
    }
  }

  public static Sessions all() {
    return ofApplication(".*");
  }

  /**
   * Those whose application name matches.
   *
   * @param regex for the whole name, as {@code penstock/orders/.*}
   */
  public static Sessions ofApplication(String regex) {
    return new Sessions(Pattern.compile(regex, Pattern.DOTALL), 0);
  }

  /** Only the n-th of these that begins from now on. */
  public Sessions nth(int number) {
    return new Sessions(application, number);
  }

  boolean names(String name) {
    return application.matcher(name).matches();
  }
}
