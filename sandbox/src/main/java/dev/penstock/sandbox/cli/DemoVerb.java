package dev.penstock.sandbox.cli;

import dev.penstock.sandbox.Sandbox;
import dev.penstock.sandbox.SandboxHome;
import dev.penstock.sandbox.demo.Demo;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code demo [--exit] [--scale X]}. */
@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    description = {
      "From nothing to rows in S3 and in the warehouse: starts the sandbox, installs the operator,"
          + " applies examples/, runs them and counts the rows.",
      "Exit codes: 0 every example ended as it should on a real cluster, 1 one did not, 4 they did,"
          + " but this machine carries no cluster, 75 the machine isn't ready, 70 a defect."
    })
final class DemoVerb implements Callable<Integer> {
  @Option(names = "--exit", description = "ends instead of staying up until Ctrl-C")
  private boolean exit;

  @Option(
      names = "--scale",
      defaultValue = "0.01",
      description = "rows of the shop: 1 is 1.5 million orders (default: ${DEFAULT-VALUE})")
  private double scale;

  @Option(
      names = "--no-cluster",
      description = "leaves Kubernetes out, as on a machine that carries none")
  private boolean noCluster;

  @Override
  public Integer call() throws Exception {
    try {
      return new Demo(SandboxHome.current(), scale, !noCluster, exit, System.out).run();
    } catch (Sandbox.HeldException e) {
      throw new NotNowException(
          "a sandbox of this checkout is up; `./penstock sandbox down` ends it", e);
    } catch (IllegalArgumentException e) {
      throw new NotNowException(String.valueOf(e.getMessage()), e);
    }
  }
}
