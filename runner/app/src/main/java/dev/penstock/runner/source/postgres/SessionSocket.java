package dev.penstock.runner.source.postgres;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.net.Socket;
import org.postgresql.core.PGStream;
import org.postgresql.core.QueryExecutorBase;
import org.postgresql.jdbc.PgConnection;

/**
 * The socket under a session of the driver, with TLS if the session has it. The driver has no
 * public way to it; why it is worth a private one says decision record 0024.
 */
final class SessionSocket {
  private static final VarHandle STREAM = stream();

  private SessionSocket() {}

  /** {@return the socket, which goes on being the session's} */
  static Socket of(PgConnection session) {
    return ((PGStream) STREAM.get((QueryExecutorBase) session.getQueryExecutor())).getSocket();
  }

  private static VarHandle stream() {
    try {
      return MethodHandles.privateLookupIn(QueryExecutorBase.class, MethodHandles.lookup())
          .findVarHandle(QueryExecutorBase.class, "pgStream", PGStream.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }
}
