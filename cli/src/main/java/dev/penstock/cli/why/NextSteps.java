package dev.penstock.cli.why;

import dev.penstock.api.RunState;
import dev.penstock.cli.cluster.Found;
import dev.penstock.cli.cluster.SeenPipeline;
import dev.penstock.cli.cluster.SeenRun;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** The commands to try next. */
final class NextSteps {
  private final Command command;

  NextSteps(Command command) {
    this.command = command;
  }

  /** A command and what it is good for. */
  record Step(String command, String why) {}

  List<Step> after(Evidence evidence) {
    var steps = new ArrayList<Step>();
    if (evidence.pipeline() instanceof Found.Here<SeenPipeline>(var pipeline)
        && Conditions.of(pipeline, "Ready").filter(Conditions::isFalse).isPresent()) {
      steps.add(
          new Step("penstock validate -f FILE...", "once corrected, before it is applied again"));
    }
    evidence.run().ifPresent(run -> steps.addAll(after(run, evidence)));
    if (evidence.run().isEmpty() && evidence.pipeline() instanceof Found.Here<SeenPipeline>) {
      steps.add(new Step(command.of("run " + evidence.asked() + " --wait"), "a first run"));
    }
    return steps;
  }

  private List<Step> after(Account run, Evidence evidence) {
    var pipeline =
        evidence.pipeline() instanceof Found.Here<SeenPipeline>(var there)
            ? Optional.of(there.name())
            : Optional.<String>empty();
    if (run.over()) {
      return pipeline.map(name -> afterEnd(run, name, evidence)).orElseGet(List::of);
    }
    return switch (Objects.requireNonNullElse(run.state(), RunState.QUEUED)) {
      case RUNNING ->
          List.of(
              new Step(command.of("logs -f " + run.name()), "what it does"),
              new Step(command.of("cancel " + run.name()), "to end it"));
      case QUEUED -> waiting(run, evidence);
      case SUCCEEDED, FAILED, CANCELLED, SUPERSEDED, UNKNOWN ->
          List.of(
              new Step(command.of("why " + run.name()), "again, once its outcome has been read"));
    };
  }

  private List<Step> waiting(Account run, Evidence evidence) {
    var steps = new ArrayList<Step>();
    evidence.running().stream()
        .map(SeenRun::name)
        .limit(3)
        .forEach(name -> steps.add(new Step(command.of("why " + name), "a run that works now")));
    steps.add(new Step(command.of("cancel " + run.name()), "if it is not wanted any more"));
    return steps;
  }

  private List<Step> afterEnd(Account run, String pipeline, Evidence evidence) {
    var again = command.of("run " + pipeline + " --wait");
    return switch (Objects.requireNonNullElse(run.state(), RunState.UNKNOWN)) {
      case SUCCEEDED -> List.of(new Step(command.of("runs " + pipeline), "the runs before"));
      case CANCELLED, SUPERSEDED -> List.of(new Step(again, "when its rows are wanted"));
      case UNKNOWN ->
          List.of(
              new Step("penstock log -f FILE...", "what the commit log says"),
              new Step(again, "once that is known; a run counts once"));
      case FAILED, QUEUED, RUNNING -> {
        var steps = new ArrayList<Step>();
        if (evidence.log() instanceof Found.Here<Evidence.Tail>) {
          steps.add(new Step(command.of("logs " + run.name()), "the whole log"));
        } else if (run.job() != null) {
          steps.add(new Step(command.of("logs " + run.name()), "the log that it kept, if it did"));
        }
        steps.add(new Step(again, "once that is done which the message says"));
        yield steps;
      }
    };
  }
}
