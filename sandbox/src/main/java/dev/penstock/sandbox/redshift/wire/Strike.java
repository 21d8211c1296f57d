package dev.penstock.sandbox.redshift.wire;

import dev.penstock.sandbox.faults.Armed;
import dev.penstock.sandbox.redshift.copy.LoadFailure;
import dev.penstock.sandbox.redshift.faults.Fault;
import dev.penstock.sandbox.redshift.faults.SessionWatch;
import dev.penstock.sandbox.redshift.sql.CopyCommand;
import dev.penstock.sandbox.redshift.sql.Statement;
import java.io.IOException;
import java.util.List;

/** Makes the faults of one session happen, where its thread passes. */
final class Strike {
  private final SessionWatch watch;
  private final Client client;
  private final Backend backend;
  private final Pipeline pipeline;
  private final int process;

  Strike(SessionWatch watch, Client client, Backend backend, Pipeline pipeline, int process) {
    this.watch = watch;
    this.client = client;
    this.backend = backend;
    this.pipeline = pipeline;
    this.process = process;
  }

  /** A statement of the client's is executed; no fault comes of that. */
  void executing(Statement statement) {
    watch.executing(
        switch (statement) {
          case Statement.Forward forward -> forward.sql();
          case Statement.Alone alone -> alone.sql();
          case Statement.Copy copy -> "COPY " + copy.command().table();
        });
  }

  /** A message of the client's has been handled. */
  void messageDone() throws IOException {
    List<Armed<Fault>> now = watch.messageDone();
    if (!now.isEmpty()) {
      // What the message asks must have happened, not only have been passed on.
      pipeline.settle();
      strike(now);
    }
  }

  /**
   * The open block is about to be committed; false: it is over already.
   *
   * @throws Gone when nobody is there any more who wants it
   */
  boolean committing() throws IOException {
    boolean goesOn = true;
    for (Armed<Fault> armed : watch.committing()) {
      if (armed.fault() instanceof Fault.Conflict) {
        goesOn = false;
        pipeline.own("ROLLBACK");
        pipeline.fail(conflict());
      } else {
        act(armed);
      }
    }
    if (client.gone()) {
      throw new Gone();
    }
    return goesOn;
  }

  /** The block that was announced is committed. */
  void committed() throws IOException {
    strike(watch.committed());
  }

  void copyBegins() {
    watch.copyBegins();
  }

  /** A COPY has read this many rows. */
  void copied(CopyCommand command, long rows) throws IOException, LoadFailure {
    for (Armed<Fault> armed : watch.copied(rows)) {
      if (armed.fault() instanceof Fault.LoadError) {
        throw LoadFailure.ofTable(command, 1216, "Invalid input line", "");
      }
      act(armed);
    }
  }

  private void strike(List<Armed<Fault>> now) throws IOException {
    for (Armed<Fault> armed : now) {
      act(armed);
    }
  }

  private void act(Armed<Fault> armed) throws IOException {
    switch (armed.fault()) {
      case Fault.DropClient ignored -> client.drop();
      case Fault.DropBackend ignored -> {
        backend.drop();
        client.drop();
      }
      case Fault.Delay delay -> armed.hold(delay.time());
      case Fault.Conflict ignored -> throw new IllegalStateException("Only a commit conflicts");
      case Fault.LoadError ignored -> throw new IllegalStateException("Only a COPY has rows");
    }
  }

  private Notice conflict() {
    return Notice.error("XX000", "1023")
        .withDetail(
            "Serializable isolation violation on table - 0, transactions forming the cycle are: 0, 0 (pid:%d)"
                .formatted(process));
  }

  /** A fault has ended the session. */
  static final class Gone extends IOException {
    Gone() {
      super("The client was dropped by a fault");
    }
  }
}
