package dev.penstock.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code penstock get}: the entry of this program. */
@Command(
    name = "penstock",
    mixinStandardHelpOptions = true,
    version = "penstock 0.1.0",
    subcommands = Get.class,
    description = "Verbs against a cluster.")
public final class Main {
  private Main() {}

  /**
   * Runs one verb.
   *
   * @param args the verb and its options
   */
  public static void main(String[] args) {
    System.exit(new CommandLine(new Main()).execute(args));
  }
}
