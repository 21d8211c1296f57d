package dev.penstock.runner.cli;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.encoder.Encoder;
import dev.penstock.runner.report.Transcript;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.slf4j.LoggerFactory;

/**
 * Takes down what a command prints, on its way to where it is printed: both streams, and the lines
 * of the log. Closing it ends that; what was taken down stays.
 */
final class Recording implements AutoCloseable {
  private final Transcript transcript = new Transcript();
  private final PrintWriter out;
  private final PrintWriter err;
  private final Optional<Attached> log;

  private Recording(PrintWriter out, PrintWriter err) {
    this.out = new PrintWriter(new Copied(out, transcript));
    this.err = new PrintWriter(new Copied(err, transcript));
    this.log = Attached.to(transcript);
  }

  /** Begins to take down. */
  static Recording begin(PrintWriter out, PrintWriter err) {
    return new Recording(out, err);
  }

  /** {@return standard output} */
  PrintWriter out() {
    return out;
  }

  /** {@return standard error} */
  PrintWriter err() {
    return err;
  }

  /** {@return what was printed so far, in UTF-8} */
  byte[] text() {
    out.flush();
    err.flush();
    return transcript.text();
  }

  @Override
  public void close() {
    log.ifPresent(Attached::close);
  }

  /** A writer whose whole lines are taken down. Locked by the print writer around it. */
  private static final class Copied extends Writer {
    private final PrintWriter original;
    private final Transcript transcript;
    private final StringBuilder begun = new StringBuilder();

    private Copied(PrintWriter original, Transcript transcript) {
      this.original = original;
      this.transcript = transcript;
    }

    @Override
    public void write(char[] letters, int from, int length) {
      original.write(letters, from, length);
      for (int i = from; i < from + length; i++) {
        if (letters[i] == '\n') {
          line();
        } else if (letters[i] != '\r') {
          begun.append(letters[i]);
        }
      }
    }

    private void line() {
      transcript.add(begun.toString());
      begun.setLength(0);
    }

    @Override
    public void flush() {
      original.flush();
    }

    @Override
    public void close() {
      original.flush();
    }
  }

  /** The log's lines as they are printed, by the same encoder. */
  private static final class Attached extends AppenderBase<ILoggingEvent> {
    private final ch.qos.logback.classic.Logger root;
    private final Encoder<ILoggingEvent> encoder;
    private final Transcript transcript;

    private Attached(
        ch.qos.logback.classic.Logger root, Encoder<ILoggingEvent> encoder, Transcript transcript) {
      this.root = root;
      this.encoder = encoder;
      this.transcript = transcript;
    }

    /** {@return one that takes down; empty: the log is none that we know} */
    private static Optional<Attached> to(Transcript transcript) {
      if (LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME)
              instanceof ch.qos.logback.classic.Logger root
          && root.getAppender(LogLines.PRINTING)
              instanceof OutputStreamAppender<ILoggingEvent> printing) {
        var attached = new Attached(root, printing.getEncoder(), transcript);
        attached.setContext(root.getLoggerContext());
        attached.start();
        root.addAppender(attached);
        return Optional.of(attached);
      }
      return Optional.empty();
    }

    @Override
    protected void append(ILoggingEvent event) {
      new String(encoder.encode(event), StandardCharsets.UTF_8).lines().forEach(transcript::add);
    }

    private void close() {
      root.detachAppender(this);
      stop();
    }
  }
}
