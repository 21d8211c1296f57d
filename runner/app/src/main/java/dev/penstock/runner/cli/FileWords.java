package dev.penstock.runner.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Stack;
import picocli.CommandLine;
import picocli.CommandLine.IParameterConsumer;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;

/**
 * Takes the words after {@code -f} as files up to the next option, so that a shell's {@code *} can
 * stand there; a number that is no file is left to the command.
 */
final class FileWords implements IParameterConsumer {
  // The type is picocli's.
  @SuppressWarnings("JdkObsolete")
  @Override
  public void consumeParameters(Stack<String> words, ArgSpec option, CommandSpec command) {
    List<Path> files = new ArrayList<>();
    List<Path> before = option.getValue();
    if (before != null) {
      files.addAll(before);
    }
    int known = files.size();
    while (!words.isEmpty() && isFile(words.peek())) {
      files.add(Path.of(words.pop()));
    }
    if (files.size() == known) {
      throw new CommandLine.ParameterException(
          command.commandLine(), "Name a file or a directory after -f");
    }
    option.setValue(files);
  }

  private static boolean isFile(String word) {
    return !word.startsWith("-") && (!word.matches("\\d+") || Files.exists(Path.of(word)));
  }
}
