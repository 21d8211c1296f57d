package dev.penstock.cli.why;

/** Completes the words of a verb to a command that a person can paste. */
public interface Command {
  /**
   * {@return the command}
   *
   * @param words as {@code why orders}
   */
  String of(String words);
}
