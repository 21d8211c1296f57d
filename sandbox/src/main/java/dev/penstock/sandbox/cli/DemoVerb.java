package dev.penstock.sandbox.cli;

import dev.penstock.sandbox.Sandbox;
import dev.penstock.sandbox.SandboxHome;
import dev.penstock.sandbox.demo.Demo;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code demo [--exit] [--scale X] [--level LEVEL]}. */
@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    description = {
      "From nothing to rows in S3 and in the warehouse: starts the sandbox, installs the operator,"
          + " applies examples/, runs them and counts the rows.",
      "Exit codes: 0 every example ended as it should on a real node, 5 on a real control plane"
          + " whose pods ran as local processes, 4 in a local process without Kubernetes; 1 one"
          + " example did not, 75 the machine isn't ready or does not carry the level, 70 a defect."
    })
final class DemoVerb implements Callable<Integer> {
  @Option(names = "--exit", description = "ends instead of staying up until Ctrl-C")
  private boolean exit;

  @Option(
      names = "--scale",
      defaultValue = "0.01",
      description = "rows of the shop: 1 is 1.5 million orders (default: ${DEFAULT-VALUE})")
  private double scale;

  @Mixin private final LevelOptions level = new LevelOptions();

  @Override
  public Integer call() throws Exception {
    try {
      return new Demo(SandboxHome.current(), scale, level.choice(), exit, System.out).run();
    } catch (Sandbox.HeldException e) {
      throw new NotNowException(
          "a sandbox of this checkout is up; `./penstock sandbox down` ends it", e);
    } catch (IllegalArgumentException e) {
      throw new NotNowException(String.valueOf(e.getMessage()), e);
    }
  }
}
