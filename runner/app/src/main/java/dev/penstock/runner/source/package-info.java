/**
 * Connectors, a package for each kind of connection.
 *
 * <p>In: a connection, what to read, secrets. Out: {@link dev.penstock.runner.spi.Source}s. Must
 * not know the engine that reads them, nor targets nor the commit. Start at {@code
 * postgres.PostgresDatabase}.
 */
@NullMarked
package dev.penstock.runner.source;

import org.jspecify.annotations.NullMarked;
