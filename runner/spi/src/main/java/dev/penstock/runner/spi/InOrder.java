package dev.penstock.runner.spi;

/**
 * A split whose rows come in the same order each time it is opened, so that a read which broke off
 * can be continued behind the rows that were taken already. That they are the same is not believed
 * but proven: see {@link Checksummed}.
 */
public interface InOrder extends Split {}
