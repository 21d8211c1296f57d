package dev.penstock.sandbox.redshift.wire;

import dev.penstock.sandbox.redshift.faults.SessionWatch;
import dev.penstock.sandbox.redshift.sql.Refusal;
import dev.penstock.sandbox.redshift.sql.Statement;
import dev.penstock.sandbox.redshift.sql.Statements;
import dev.penstock.sandbox.redshift.sql.Translator;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One session from its first message to its last. What the client asks is translated and passed on;
 * a COPY from S3 is never passed on but done here, inside the same transaction.
 */
final class Session {
  private final Client client;
  private final Pipeline pipeline;
  private final CopyRun copies;
  private final LateViews lateViews;
  private final Strike faults;
  private final Map<String, Statement> statements = new HashMap<>();
  private final Map<String, Statement> portals = new HashMap<>();

  /** While a simple query runs as an extended one: what its client doesn't expect is dropped. */
  private boolean simple;

  /** Whether this batch, which is one transaction, has run something. */
  private boolean executed;

  /** Whether what this batch has run was all of it: it isn't half of what its client asked. */
  private boolean single;

  /** Whether more statements of this simple query follow. */
  private boolean more;

  /** The statement of this batch that may run alone and has its locks, until it has run. */
  private Statement.@Nullable Alone locked;

  Session(Client client, Backend backend, int process, Loading loading, SessionWatch watch) {
    this.client = client;
    this.pipeline = new Pipeline(backend, this::emit);
    this.faults = new Strike(watch, client, backend, pipeline, process);
    this.copies = new CopyRun(pipeline, process, loading, this::emit, faults);
    this.lateViews = new LateViews(pipeline);
  }

  /**
   * Asks a running COPY to stop; false if none runs, so the statement is PostgreSQL's to cancel.
   */
  boolean cancelCopy() {
    return copies.cancel();
  }

  void serve() throws IOException {
    try {
      while (true) {
        client.flush();
        Optional<Message> message = client.read();
        if (message.isEmpty() || message.get().type() == 'X') {
          return;
        }
        handle(message.get());
        faults.messageDone();
      }
    } finally {
      finish();
    }
  }

  /** A COPY outside of a transaction stands, even if its client has gone meanwhile. */
  private void finish() throws IOException {
    if (single && copies.doneInBatch() && pipeline.implicit() && !pipeline.failed()) {
      pipeline.own("COMMIT");
    }
  }

  private void handle(Message message) throws IOException {
    if (pipeline.failed() && message.type() != 'S') {
      return;
    }
    switch (message.type()) {
      case 'P' -> parse(message);
      case 'B' -> bind(message);
      case 'D' -> describe(message);
      case 'E' -> execute(message);
      case 'C' -> close(message);
      case 'H' -> pipeline.settle();
      case 'S' -> sync();
      case 'Q' -> query(message.reader().text());
      default ->
          pipeline.refuse(
              Notice.error(
                  "0A000", "Message %c is not known to the stand-in".formatted(message.type())));
    }
  }

  private void parse(Message message) throws IOException {
    Message.Reader in = message.reader();
    String name = in.text();
    String sql = in.text();
    byte[] parameterTypes = in.rest();
    try {
      Statement statement = Translator.translate(sql);
      statements.put(name, statement);
      switch (statement) {
        case Statement.Forward forward -> {
          if (lock(forward)) {
            Optional<String> bound = lateViews.bind(sql, forward.sql());
            if (bound.isPresent()) {
              pipeline.send(Message.parse(name, bound.get(), parameterTypes));
            }
          }
        }
        case Statement.Alone alone -> {
          if (ready(alone)) {
            pipeline.send(Message.parse(name, alone.sql(), parameterTypes));
          }
        }
        case Statement.Copy ignored -> answer(Message.of('1').build());
      }
    } catch (Refusal e) {
      refuse(e);
    }
  }

  /** PostgreSQL says no to most things in a failed transaction; the front asks it to say so. */
  private void refuse(Refusal refusal) throws IOException {
    pipeline.settle();
    if (pipeline.status() == 'E') {
      pipeline.own("SELECT 1");
      return;
    }
    pipeline.refuse(Notice.error(refusal.sqlState(), refusal.words()));
  }

  /** Takes the lock before PostgreSQL parses: parsing fixes the snapshot. */
  private boolean lock(Statement.Forward forward) throws IOException {
    return forward.writes().isEmpty() || pipeline.lockForWriting(forward.writes().get());
  }

  /** What is asked once per execution, under the lock. */
  private boolean ready(Statement.Forward forward) throws IOException {
    return lock(forward)
        && (forward.check().isEmpty() || pipeline.own(forward.check().get()).isPresent())
        && (!forward.readsCopyState() || copies.tellPostgres());
  }

  /**
   * Whether nothing of the client's is open. The locks are taken before PostgreSQL parses, for
   * parsing fixes the snapshot.
   */
  private boolean ready(Statement.Alone alone) throws IOException {
    pipeline.settle();
    if (alone.equals(locked)) {
      return !pipeline.failed();
    }
    if (pipeline.failed()) {
      return false;
    }
    if (pipeline.status() == 'T' || executed) {
      pipeline.refuse(
          Notice.error("25001", alone.what() + " cannot run inside a transaction block"));
      return false;
    }
    locked = alone;
    return alone.lock().isEmpty()
        || pipeline.status() == 'E'
        || pipeline.begin() && pipeline.own(alone.lock().get()).isPresent();
  }

  private void answer(Message message) throws IOException {
    pipeline.settle();
    if (!pipeline.failed()) {
      emit(message);
    }
  }

  private void bind(Message message) throws IOException {
    Message.Reader in = message.reader();
    String portal = in.text();
    Statement statement = statements.get(in.text());
    if (statement == null) {
      pipeline.send(message);
      return;
    }
    portals.put(portal, statement);
    switch (statement) {
      case Statement.Forward forward -> {
        if (ready(forward)) {
          pipeline.send(message);
        }
      }
      case Statement.Alone alone -> {
        if (ready(alone)) {
          pipeline.send(message);
        }
      }
      case Statement.Copy ignored -> answer(Message.of('2').build());
    }
  }

  private void describe(Message message) throws IOException {
    Message.Reader in = message.reader();
    char kind = in.int8();
    if (named(kind).get(in.text()) instanceof Statement.Copy) {
      if (kind == 'S') {
        answer(Message.of('t').int16(0).build());
      }
      answer(Message.of('n').build());
    } else {
      pipeline.send(message);
    }
  }

  private void execute(Message message) throws IOException {
    Statement statement = portals.get(message.reader().text());
    if (statement != null) {
      faults.executing(statement);
    }
    boolean commits = commitsBlock(statement);
    if (commits && !faults.committing()) {
      return;
    }
    single = !executed && (simple ? !more : client.batchEnds());
    if (statement instanceof Statement.Copy(var command)) {
      copies.run(command);
    } else {
      pipeline.send(message);
    }
    if (commits) {
      pipeline.settle();
      faults.committed();
    }
    executed = true;
    switch (statement) {
      case Statement.Forward forward -> after(forward.then());
      case Statement.Alone ignored -> after(Statement.Then.COMMIT);
      case Statement.Copy ignored -> {}
      case null -> {}
    }
  }

  private void after(Statement.Then then) throws IOException {
    switch (then) {
      case NOTHING -> {}
      case BLOCK_BEGUN -> {
        pipeline.settle();
        pipeline.adopt();
      }
      // Without a block of the client's, too: the rest of its batch may fail.
      case COMMIT -> {
        locked = null;
        commitItself();
      }
      case NAMES_CHANGED -> pipeline.namesChanged();
    }
  }

  /** The end of a statement that commits by itself, in a block or without. */
  private void commitItself() throws IOException {
    pipeline.settle();
    if (!pipeline.failed() && faults.committing() && pipeline.own("COMMIT").isPresent()) {
      faults.committed();
    }
  }

  /** Whether it is the COMMIT of a block that can be committed. */
  private boolean commitsBlock(@Nullable Statement statement) throws IOException {
    if (!(statement instanceof Statement.Forward forward) || !forward.sql().equals("COMMIT")) {
      return false;
    }
    pipeline.settle();
    return !pipeline.failed() && pipeline.status() == 'T';
  }

  private void close(Message message) throws IOException {
    Message.Reader in = message.reader();
    char kind = in.int8();
    if (named(kind).remove(in.text()) instanceof Statement.Copy) {
      answer(Message.of('3').build());
    } else {
      pipeline.send(message);
    }
  }

  private Map<String, Statement> named(char kind) {
    return kind == 'S' ? statements : portals;
  }

  private void sync() throws IOException {
    pipeline.settle();
    boolean commits = pipeline.implicit() && !pipeline.failed() && faults.committing();
    pipeline.sync();
    if (commits) {
      faults.committed();
    }
    copies.batchEnded();
    executed = false;
    locked = null;
    if (pipeline.status() == 'I') {
      portals.clear();
    }
  }

  /** A simple query runs statement by statement through the extended protocol. */
  private void query(String sql) throws IOException {
    List<String> texts = Statements.split(sql);
    simple = true;
    try {
      if (texts.isEmpty()) {
        emit(Message.of('I').build());
      }
      for (int i = 0; i < texts.size(); i++) {
        String text = texts.get(i);
        more = i < texts.size() - 1;
        handle(Message.parse("", text, new byte[2]));
        handle(Message.bind("", ""));
        handle(Message.describe('P', ""));
        handle(Message.execute(""));
        pipeline.settle();
      }
    } finally {
      simple = false;
      more = false;
    }
    sync();
  }

  private void emit(Message message) throws IOException {
    switch (message.type()) {
      case '1', '2', '3', 'n', 't' -> {
        if (!simple) {
          client.send(message);
        }
      }
      case 'E' -> client.send(Notice.read(message).inRedshiftsWords().as('E'));
      case 'T' -> client.send(RowTypes.asRedshifts(message));
      default -> client.send(message);
    }
  }
}
