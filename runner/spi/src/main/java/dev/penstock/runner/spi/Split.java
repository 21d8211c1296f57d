package dev.penstock.runner.spi;

import java.io.Serializable;

/**
 * A piece of a source that can be read alone and in parallel. Records only, of plain data: a split
 * can be logged, stored and sent to another engine.
 */
public interface Split extends Serializable {}
