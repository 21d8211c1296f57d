package dev.penstock.runner.source.jdbc;

import dev.penstock.runner.spi.PenstockException;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** What a driver's errors mean, in one place per connector. */
public interface JdbcErrors {
  /**
   * Translates what a session's server said.
   *
   * @param object that was being read: {@code Table public.orders}
   */
  PenstockException translate(SQLException error, String object);

  /** {@return that a read was stopped by us} */
  PenstockException cancelled(@Nullable Throwable cause);
}
