package dev.penstock.runner.report;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * What a process has printed, bounded: its first lines, and as many of its last ones as fit. Any
 * thread may add lines.
 */
public final class Transcript {
  private static final int HEAD_BYTES = 64 << 10;
  private static final int TAIL_BYTES = 1 << 20;
  private static final int LINE_BYTES = 16 << 10;

  /** What a line takes beside its bytes, so that many empty ones are bounded too. */
  private static final int OVERHEAD = 32;

  private final int headBytes;
  private final int tailBytes;
  private final List<byte[]> head = new ArrayList<>();
  private final Deque<byte[]> tail = new ArrayDeque<>();
  private int headHeld;
  private int tailHeld;
  private long droppedLines;
  private long droppedBytes;

  /** Keeps the first 64 KiB and the last MiB. */
  public Transcript() {
    this(HEAD_BYTES, TAIL_BYTES);
  }

  Transcript(int headBytes, int tailBytes) {
    this.headBytes = headBytes;
    this.tailBytes = tailBytes;
  }

  /** Adds a line, without its end. One of more than 16 KiB is cut. */
  public synchronized void add(String line) {
    var bytes = cut(line);
    int held = bytes.length + OVERHEAD;
    if (tail.isEmpty() && droppedLines == 0 && headHeld + held <= headBytes) {
      head.add(bytes);
      headHeld += held;
      return;
    }
    tail.add(bytes);
    tailHeld += held;
    while (tailHeld > tailBytes && tail.size() > 1) {
      var oldest = tail.remove();
      tailHeld -= oldest.length + OVERHEAD;
      droppedLines++;
      droppedBytes += oldest.length + 1;
    }
  }

  /** {@return the lines in UTF-8, and one in the place of those that did not fit} */
  public synchronized byte[] text() {
    var text = new ByteArrayOutputStream(headHeld + tailHeld);
    head.forEach(line -> put(line, text));
    if (droppedLines > 0) {
      var gap = "... %d lines (%d bytes) are left out".formatted(droppedLines, droppedBytes);
      put(gap.getBytes(StandardCharsets.UTF_8), text);
    }
    tail.forEach(line -> put(line, text));
    return text.toByteArray();
  }

  private static void put(byte[] line, ByteArrayOutputStream text) {
    text.writeBytes(line);
    text.write('\n');
  }

  private static byte[] cut(String line) {
    var bytes = line.getBytes(StandardCharsets.UTF_8);
    if (bytes.length <= LINE_BYTES) {
      return bytes;
    }
    int end = LINE_BYTES;
    // Back to where a character begins.
    while ((bytes[end] & 0xC0) == 0x80) {
      end--;
    }
    return (new String(bytes, 0, end, StandardCharsets.UTF_8) + "...")
        .getBytes(StandardCharsets.UTF_8);
  }
}
