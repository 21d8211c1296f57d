package dev.penstock.runner.reconcile;

import java.math.BigDecimal;
import java.util.function.BinaryOperator;

/**
 * What is said of a column. All figures are numbers; in this order two tallies are compared, so
 * that what tells nothing of a value is told first.
 */
public enum Figure {
  /** Rows without a value. */
  NULLS("NULLs", BigDecimal::add),
  /** Of a boolean: how often it is true. */
  TRUES("trues", BigDecimal::add),
  /** Of a floating-point number: how often it is neither infinite nor NaN. */
  FINITE("finite values", BigDecimal::add),
  /** Of texts and bytes: their lengths together. */
  BYTES("bytes", BigDecimal::add),
  SHORTEST("bytes of the shortest value", BigDecimal::min),
  LONGEST("bytes of the longest value", BigDecimal::max),
  /** The sum of a number made of each value; so the order of rows does not matter. */
  HASH("hash", BigDecimal::add),
  SUM("sum", BigDecimal::add),
  /** A time is told as the number yyyymmdd or yyyymmddhhmissffffff, in UTC. */
  LEAST("least value", BigDecimal::min),
  GREATEST("greatest value", BigDecimal::max);

  private final String words;
  private final BinaryOperator<BigDecimal> together;

  Figure(String words, BinaryOperator<BigDecimal> together) {
    this.words = words;
    this.together = together;
  }

  /** {@return the figure of two sets of rows, of the figures of each} */
  BigDecimal together(BigDecimal one, BigDecimal other) {
    return together.apply(one, other);
  }

  /** {@return whether it is a value of a row, which no message shows} */
  boolean isValue() {
    return this == LEAST || this == GREATEST;
  }

  /** {@return its name in a sentence} */
  public String words() {
    return words;
  }
}
