package dev.penstock.runner.spi;

import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** The data was refused: its owner has to act, a retry can not help. */
public final class DataException extends PenstockException {
  private final OptionalLong rows;

  public DataException(Reason reason, String message, String nextStep) {
    this(reason, message, nextStep, null);
  }

  public DataException(Reason reason, String message, String nextStep, @Nullable Throwable cause) {
    super(Reason.Kind.DATA, reason, message, nextStep, cause);
    this.rows = OptionalLong.empty();
  }

  /**
   * One whose rows were counted.
   *
   * @param rows that were found wrong until then
   */
  public DataException(Reason reason, String message, String nextStep, long rows) {
    super(Reason.Kind.DATA, reason, message, nextStep, null);
    this.rows = OptionalLong.of(rows);
  }

  /** {@return how many rows were found wrong; empty: nobody counted them} */
  public OptionalLong rows() {
    return rows;
  }
}
