package dev.penstock.runner.cli;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Stack;
import picocli.CommandLine;
import picocli.CommandLine.IParameterConsumer;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;

/**
 * Takes the word after {@code -f} as a file, and those behind it that are files: what is none is
 * left to the command, which takes patterns.
 */
final class PresentFiles implements IParameterConsumer {
  // The type is picocli's.
  @SuppressWarnings("JdkObsolete")
  @Override
  public void consumeParameters(Stack<String> words, ArgSpec option, CommandSpec command) {
    List<Path> files = new ArrayList<>();
    List<Path> before = option.getValue();
    if (before != null) {
      files.addAll(before);
    }
    if (words.isEmpty() || words.peek().startsWith("-")) {
      throw new CommandLine.ParameterException(
          command.commandLine(), "Name a file or a directory after -f");
    }
    do {
      files.add(Path.of(words.pop()));
    } while (!words.isEmpty() && isThere(words.peek()));
    option.setValue(files);
  }

  private static boolean isThere(String word) {
    try {
      return !word.startsWith("-") && Files.exists(Path.of(word));
    } catch (InvalidPathException e) {
      return false;
    }
  }
}
