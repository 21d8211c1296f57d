/**
 * What a connector and an engine agree on, and the words for what goes wrong.
 *
 * <p>In: nothing. Out: sources that are read in splits and batches, schemas, sealed parts, four
 * classes of errors. Must not know a driver, an engine, a target or a manifest; it has no
 * dependencies, so that a connector of one's own needs nothing else. Start at {@link
 * dev.penstock.runner.spi.Source}, then {@link dev.penstock.runner.spi.Batch}.
 */
@NullMarked
package dev.penstock.runner.spi;

import org.jspecify.annotations.NullMarked;
