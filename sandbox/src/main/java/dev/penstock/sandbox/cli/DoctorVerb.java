package dev.penstock.sandbox.cli;

import dev.penstock.sandbox.SandboxHome;
import dev.penstock.sandbox.kubernetes.Doctor;
import dev.penstock.sandbox.kubernetes.LevelChoice;
import dev.penstock.sandbox.kubernetes.Survey;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code doctor}. */
@Command(
    name = "doctor",
    mixinStandardHelpOptions = true,
    description = {
      "Looks at this machine and says of each thing that is needed whether it is here, what to"
          + " install, and which level of Kubernetes it carries. Changes nothing.",
      "Exit codes: 0 the demo runs here at the level that is said, 75 it does not run at all."
    })
final class DoctorVerb implements Callable<Integer> {
  @Override
  public Integer call() throws Exception {
    Survey survey = Survey.of(SandboxHome.userCache());
    List<Doctor.Line> lines = Doctor.lines(survey);
    lines.forEach(System.out::println);
    System.out.println(LevelChoice.of(survey.machine()).sentence());
    return Doctor.exitCode(lines);
  }
}
