package dev.penstock.sandbox.cli;

import dev.penstock.sandbox.SandboxHome;
import dev.penstock.sandbox.StateDirectory;
import dev.penstock.sandbox.demo.NamedReport;
import dev.penstock.sandbox.demo.Product;
import dev.penstock.sandbox.kubernetes.Doctor;
import dev.penstock.sandbox.kubernetes.LevelChoice;
import dev.penstock.sandbox.kubernetes.NamedContext;
import dev.penstock.sandbox.kubernetes.Survey;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;

/** {@code doctor [--context NAME]}. */
@Command(
    name = "doctor",
    mixinStandardHelpOptions = true,
    description = {
      "Looks at this machine and says of each thing that is needed whether it is here, what to"
          + " install, and which level of Kubernetes it carries. With --context it also asks that"
          + " cluster for what the demo needs there. Changes nothing.",
      "Exit codes: 0 the demo runs here at the level that is said, 75 it does not run at all, or"
          + " not on the cluster that you named."
    })
final class DoctorVerb implements Callable<Integer> {
  @ArgGroup(exclusive = false)
  private @Nullable ContextOptions context;

  @Override
  public Integer call() throws Exception {
    Survey survey = Survey.of(SandboxHome.userCache());
    List<Doctor.Line> lines = Doctor.lines(survey);
    lines.forEach(System.out::println);
    Doctor.rootless(survey.machine()).ifPresent(System.out::println);
    return context == null
        ? machine(survey, lines)
        : Math.max(Doctor.exitCode(lines), named(survey, context.context()));
  }

  private static int machine(Survey survey, List<Doctor.Line> lines) {
    System.out.println(LevelChoice.of(survey.machine()).sentence());
    return Doctor.exitCode(lines);
  }

  private static int named(Survey survey, NamedContext context) throws IOException {
    SandboxHome home = SandboxHome.current();
    NamedReport report =
        NamedReport.of(context, new Product(home.checkout()), new StateDirectory(home.sandbox()));
    report.print(System.out);
    try {
      System.out.println(LevelChoice.named(context, survey.machine()).sentence());
      return report.ready() ? Doctor.READY : Doctor.NOT_READY;
    } catch (LevelChoice.UnreachableLevelException e) {
      System.out.println(e.getMessage());
      return Doctor.NOT_READY;
    }
  }
}
