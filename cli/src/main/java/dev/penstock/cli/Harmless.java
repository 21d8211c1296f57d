package dev.penstock.cli;

import java.io.FilterWriter;
import java.io.IOException;
import java.io.Writer;

/**
 * Shows what would steer a terminal in place of doing it: a message on a resource, or a line of a
 * log, is text that somebody else wrote. Line breaks and tabs stay.
 */
final class Harmless extends FilterWriter {
  private static final char SYMBOLS = '\u2400';
  private static final char DELETE = '\u2421';
  private static final char UNKNOWN = '\ufffd';

  Harmless(Writer out) {
    super(out);
  }

  @Override
  public void write(int letter) throws IOException {
    out.write(shown((char) letter));
  }

  @Override
  public void write(char[] letters, int from, int length) throws IOException {
    char[] shown = new char[length];
    for (int i = 0; i < length; i++) {
      shown[i] = shown(letters[from + i]);
    }
    out.write(shown);
  }

  @Override
  public void write(String text, int from, int length) throws IOException {
    write(text.toCharArray(), from, length);
  }

  private static char shown(char letter) {
    if (letter == '\n' || letter == '\t') {
      return letter;
    }
    if (letter < ' ') {
      return (char) (SYMBOLS + letter);
    }
    if (letter == 0x7f) {
      return DELETE;
    }
    return turns(letter) ? UNKNOWN : letter;
  }

  /** The other control characters, and those that turn the direction of what follows (UAX 9). */
  private static boolean turns(char letter) {
    return (letter >= 0x80 && letter <= 0x9f)
        || (letter >= 0x202a && letter <= 0x202e)
        || (letter >= 0x2066 && letter <= 0x2069);
  }
}
