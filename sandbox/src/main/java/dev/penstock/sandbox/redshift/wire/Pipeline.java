package dev.penstock.sandbox.redshift.wire;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The requests that PostgreSQL has got and not yet answered, and what their answers say about the
 * transaction. A client's requests are sent without waiting; before the front asks something of its
 * own, {@link #settle} waits for every answer, so the two never mix.
 */
final class Pipeline {
  private static final String OWN = "_penstock";

  /** Types that end the answer to one request. */
  private static final String LAST = "12Tn3CIs";

  private final Backend backend;
  private final Outlet outlet;
  private int unanswered;
  private boolean failed;
  private char status = 'I';

  /**
   * Whether the transaction block was begun by the front, for one batch of an autocommit client.
   */
  private boolean implicit;

  /** The tables of this transaction that are locked already, as statements spell them. */
  private final Set<String> locked = new HashSet<>();

  Pipeline(Backend backend, Outlet outlet) {
    this.backend = backend;
    this.outlet = outlet;
  }

  /** Where answers go that are the client's. */
  interface Outlet {
    void accept(Message message) throws IOException;
  }

  /** After an error, everything up to the next Sync is ignored: by PostgreSQL and by us. */
  boolean failed() {
    return failed;
  }

  char status() {
    return status;
  }

  boolean implicit() {
    return implicit;
  }

  /** Sends a request of the client's; after an error it would never be answered, so it isn't. */
  void send(Message request) throws IOException {
    if (failed) {
      return;
    }
    backend.send(request);
    unanswered++;
  }

  /** Waits until all requests are answered; the answers go to the client. */
  void settle() throws IOException {
    if (unanswered == 0) {
      return;
    }
    backend.send(Message.FLUSH);
    backend.flush();
    while (unanswered > 0) {
      Message answer = backend.read();
      if (answer.type() == 'E') {
        fail(answer);
        return;
      }
      if (answer.type() == 'C') {
        completed(answer.reader().text());
      }
      if (LAST.indexOf(answer.type()) >= 0) {
        unanswered--;
      }
      outlet.accept(answer);
    }
  }

  /** Hands the client an error that has put PostgreSQL's transaction into its failed state. */
  private void fail(Message error) throws IOException {
    unanswered = 0;
    failed = true;
    outlet.accept(error);
  }

  private void completed(String tag) {
    switch (tag) {
      case "BEGIN", "START TRANSACTION" -> status = 'T';
      case "COMMIT", "ROLLBACK" -> {
        status = 'I';
        implicit = false;
        locked.clear();
      }
      default -> {}
    }
  }

  /** Runs a statement of the front's own; an error is the client's. Empty means it failed. */
  Optional<List<Message>> own(String sql) throws IOException {
    settle();
    if (failed) {
      return Optional.empty();
    }
    beginOwn(sql);
    return readOwn(7);
  }

  private void beginOwn(String sql) throws IOException {
    backend.send(Message.close('S', OWN));
    backend.send(Message.close('P', OWN));
    backend.send(Message.parse(OWN, sql, new byte[2]));
    backend.send(Message.bind(OWN, OWN));
    backend.send(Message.describe('P', OWN));
    backend.send(Message.execute(OWN));
    backend.send(Message.close('P', OWN));
    backend.send(Message.FLUSH);
    backend.flush();
  }

  private Optional<List<Message>> readOwn(int answers) throws IOException {
    List<Message> rows = new ArrayList<>();
    for (int left = answers; left > 0; ) {
      Message answer = backend.read();
      switch (answer.type()) {
        case 'E' -> {
          fail(answer);
          return Optional.empty();
        }
        case 'D' -> rows.add(answer);
        case 'C' -> completed(answer.reader().text());
        default -> {}
      }
      if (LAST.indexOf(answer.type()) >= 0) {
        left--;
      }
    }
    return Optional.of(rows);
  }

  /** Makes PostgreSQL fail the transaction without a word to the client, who then gets ours. */
  void refuse(Notice notice) throws IOException {
    settle();
    if (failed) {
      return;
    }
    backend.send(Message.parse(OWN + "_refusal", "refused by the stand-in", new byte[2]));
    backend.send(Message.FLUSH);
    backend.flush();
    while (backend.read().type() != 'E') {}
    fail(notice.as('E'));
  }

  /**
   * A block of the front's own where the client has none, so that a lock outlives its statement.
   */
  boolean begin() throws IOException {
    settle();
    if (!failed && status == 'I') {
      if (own("BEGIN").isEmpty()) {
        return false;
      }
      implicit = true;
    }
    return !failed;
  }

  /** The client has begun a block itself: it is the client's to end. */
  void adopt() {
    implicit = false;
  }

  /**
   * Redshift lets one transaction at a time write to a table. The lock comes before the statement
   * is parsed, because parsing fixes the snapshot, and a snapshot older than the wait would
   * conflict with what the other transaction wrote.
   */
  boolean lockForWriting(String table) throws IOException {
    if (locked.contains(table)) {
      return !failed;
    }
    if (!begin() || own("LOCK TABLE %s IN SHARE ROW EXCLUSIVE MODE".formatted(table)).isEmpty()) {
      return false;
    }
    locked.add(table);
    return true;
  }

  /** What the tables were called may mean others from now on. */
  void namesChanged() {
    locked.clear();
  }

  /** Starts a COPY FROM STDIN of the front's own; the client never sees that state. */
  boolean beginCopy(String sql) throws IOException {
    settle();
    if (failed) {
      return false;
    }
    backend.send(Message.close('S', OWN));
    backend.send(Message.close('P', OWN));
    backend.send(Message.parse(OWN, sql, new byte[2]));
    backend.send(Message.bind(OWN, OWN));
    backend.send(Message.execute(OWN));
    backend.send(Message.FLUSH);
    backend.flush();
    while (true) {
      Message answer = backend.read();
      if (answer.type() == 'E') {
        fail(answer);
        return false;
      }
      if (answer.type() == 'G') {
        return true;
      }
    }
  }

  void copyData(byte[] bytes, int length) throws IOException {
    backend.copyData(bytes, length);
  }

  /** Ends the COPY; the error if PostgreSQL has one, which the caller words for the client. */
  Optional<Notice> endCopy() throws IOException {
    backend.send(Message.COPY_DONE);
    backend.send(Message.FLUSH);
    backend.flush();
    while (true) {
      Message answer = backend.read();
      if (answer.type() == 'E') {
        return Optional.of(Notice.read(answer));
      }
      if (answer.type() == 'C') {
        return Optional.empty();
      }
    }
  }

  /** Gives the COPY up; PostgreSQL's own words about it are dropped. */
  Notice abandonCopy() throws IOException {
    backend.send(Message.of('f').text("given up by the stand-in").build());
    backend.send(Message.FLUSH);
    backend.flush();
    while (true) {
      Message answer = backend.read();
      if (answer.type() == 'E') {
        return Notice.read(answer);
      }
    }
  }

  /** The client's error where PostgreSQL's transaction has failed or ended already. */
  void fail(Notice notice) throws IOException {
    fail(notice.as('E'));
  }

  /** Ends a batch: commits a block of the front's own, and tells the client where it stands. */
  void sync() throws IOException {
    settle();
    if (implicit && !failed) {
      // A failing COMMIT is the client's error; the status below says the rest.
      own("COMMIT").ifPresent(ignored -> implicit = false);
    }
    Message ready = ready();
    if (implicit) {
      implicit = false;
      if (ready.body()[0] != 'I') {
        rollback();
        ready = ready();
      }
    }
    status = (char) ready.body()[0];
    if (status == 'I') {
      locked.clear();
    }
    failed = false;
    outlet.accept(ready);
  }

  private void rollback() throws IOException {
    backend.send(Message.close('S', OWN));
    // The portal of a failed COPY lives on until the block ends.
    backend.send(Message.close('P', OWN));
    backend.send(Message.parse(OWN, "ROLLBACK", new byte[2]));
    backend.send(Message.bind(OWN, OWN));
    backend.send(Message.execute(OWN));
  }

  private Message ready() throws IOException {
    backend.send(Message.SYNC);
    backend.flush();
    while (true) {
      Message answer = backend.read();
      switch (answer.type()) {
        case 'Z' -> {
          return answer;
        }
        case 'A', 'S', 'N' -> outlet.accept(answer);
        case 'E' -> {
          // An error of the commit itself.
          if (!failed) {
            fail(answer);
          }
        }
        // Whatever else comes answers a request of our own.
        default -> {}
      }
    }
  }
}
