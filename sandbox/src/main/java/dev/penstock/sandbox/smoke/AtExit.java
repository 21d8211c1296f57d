package dev.penstock.sandbox.smoke;

/** Ctrl-C too must leave nothing behind in somebody's warehouse. */
final class AtExit implements AutoCloseable {
  private final Thread hook;

  private AtExit(Thread hook) {
    this.hook = hook;
  }

  /** Closes the account if the JVM ends first. */
  static AtExit close(Account account) {
    Thread hook =
        new Thread(
            () -> {
              try {
                account.close();
              } catch (Exception e) {
                System.err.printf(
                    "penstock: schema %s is left behind: %s%n", account.schema(), e.getMessage());
              }
            },
            "smoke-cleanup");
    Runtime.getRuntime().addShutdownHook(hook);
    return new AtExit(hook);
  }

  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The JVM is ending: the hook runs, and closing twice is harmless.
    }
  }
}
