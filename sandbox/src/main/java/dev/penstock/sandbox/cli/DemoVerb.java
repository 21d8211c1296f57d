package dev.penstock.sandbox.cli;

import dev.penstock.sandbox.Sandbox;
import dev.penstock.sandbox.SandboxHome;
import dev.penstock.sandbox.demo.Demo;
import dev.penstock.sandbox.demo.Story;
import dev.penstock.sandbox.kubernetes.GitOpsTools;
import dev.penstock.sandbox.kubernetes.LevelChoice;
import dev.penstock.sandbox.kubernetes.Machine;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code demo [--gitops] [--exit] [--scale X] [--level LEVEL | --context NAME]}. */
@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    description = {
      "From nothing to rows in S3 and in the warehouse: starts the sandbox, installs the operator,"
          + " applies examples/, runs them and counts the rows. With --context it does so on a"
          + " cluster that you have, refuses one that has anything of Penstock, and deletes all"
          + " that it made there at its end.",
      "Exit codes: 0 every example ended as it should on a real node, 5 on a real control plane"
          + " whose pods ran as local processes, 4 in a local process without Kubernetes, 6 on a"
          + " cluster that you named; 1 one example did not, 75 the machine or the named cluster"
          + " isn't ready or does not carry the level, 70 a defect."
    })
final class DemoVerb implements Callable<Integer> {
  @Option(
      names = "--gitops",
      description =
          "Argo CD carries commits through dev, pre-prod and prod, three namespaces with a shop, a"
              + " warehouse and a bucket each; one commit fails in pre-prod and is taken back. Needs"
              + " root on Linux and builds Argo CD once")
  private boolean gitops;

  @Option(names = "--exit", description = "ends instead of staying up until Ctrl-C")
  private boolean exit;

  @Option(
      names = "--scale",
      defaultValue = "0.01",
      description = "rows of the shop: 1 is 1.5 million orders (default: ${DEFAULT-VALUE})")
  private double scale;

  @Mixin private final LevelOptions level = new LevelOptions();

  @Mixin private final ImageOptions images = new ImageOptions();

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    try {
      LevelChoice choice = level.choice();
      if (images.given() && choice.named().isEmpty()) {
        throw new ParameterException(
            Objects.requireNonNull(spec).commandLine(),
            "--image-prefix, --runner-image and --operator-image go with --context only");
      }
      if (gitops) {
        checkGitOps(choice);
      }
      Story story = gitops ? Story.GITOPS : Story.EXAMPLES;
      return new Demo(SandboxHome.current(), scale, choice, images.names(), story, exit, System.out)
          .run();
    } catch (Sandbox.HeldException e) {
      throw new NotNowException(
          "a sandbox of this checkout is up; `./penstock sandbox down` ends it", e);
    } catch (IllegalArgumentException e) {
      throw new NotNowException(String.valueOf(e.getMessage()), e);
    }
  }

  private void checkGitOps(LevelChoice choice) {
    if (choice.named().isPresent()) {
      throw new ParameterException(
          Objects.requireNonNull(spec).commandLine(),
          "--gitops has a cluster of its own: leave --context out");
    }
    List<String> lacks = GitOpsTools.lacks(Machine.inspect());
    if (!lacks.isEmpty()) {
      throw new NotNowException(
          "This machine does not carry Argo CD, it lacks: %s".formatted(String.join(", ", lacks)));
    }
    if (!choice.level().runsPods()) {
      throw new ParameterException(
          Objects.requireNonNull(spec).commandLine(),
          "--gitops runs pods: --level is node or process");
    }
  }
}
