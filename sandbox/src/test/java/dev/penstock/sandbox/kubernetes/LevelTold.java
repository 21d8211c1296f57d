package dev.penstock.sandbox.kubernetes;

import dev.penstock.sandbox.SandboxHome;
import dev.penstock.sandbox.kubernetes.LevelChoice.UnreachableLevelException;

/** A program that says what this machine carries for the user who runs it. */
public final class LevelTold {
  private LevelTold() {}

  /** Takes {@code tell}, {@code doctor}, or the word of a level to demand. */
  public static void main(String[] args) throws Exception {
    switch (args[0]) {
      case "tell" -> {
        var choice = LevelChoice.of(Machine.inspect());
        System.out.println(choice.level().exitCode() + " " + choice.sentence());
      }
      case "doctor" ->
          Doctor.lines(Survey.of(SandboxHome.userCache())).forEach(System.out::println);
      default -> {
        try {
          var level = ClusterLevel.named(args[0]).orElseThrow();
          System.out.println(LevelChoice.demanded(level, Machine.inspect()).sentence());
        } catch (UnreachableLevelException e) {
          System.out.println(e.getMessage());
        }
      }
    }
  }
}
