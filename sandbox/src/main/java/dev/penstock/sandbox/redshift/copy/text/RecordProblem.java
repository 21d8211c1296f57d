package dev.penstock.sandbox.redshift.copy.text;

/** A record that can't be cut into fields; the reader stands behind it. */
public final class RecordProblem extends Exception {
  private final int code;
  private final String reason;
  private final long line;
  private final transient byte[] raw;

  RecordProblem(int code, String reason, long line, byte[] raw) {
    super(reason);
    this.code = code;
    this.reason = reason;
    this.line = line;
    this.raw = raw;
  }

  static RecordProblem tooLong(long line, byte[] raw) {
    return new RecordProblem(
        1216, "Input line is longer than %d bytes".formatted(ByteBuilder.LONGEST_ROW), line, raw);
  }

  public int code() {
    return code;
  }

  public String reason() {
    return reason;
  }

  public long line() {
    return line;
  }

  public byte[] raw() {
    return raw;
  }
}
