/**
 * Reads any database by JDBC: the rows of one statement, through a cursor of the server.
 *
 * <p>In: a statement and how each of its columns is read. Out: batches, bounded in bytes on both
 * sides of the driver. Must not know one driver from another, nor the engine: what a driver does
 * its own way is a {@link dev.penstock.runner.source.jdbc.JdbcColumn} or a {@link
 * dev.penstock.runner.source.jdbc.JdbcErrors} of its connector. Start at {@link
 * dev.penstock.runner.source.jdbc.JdbcBatches}.
 */
@NullMarked
package dev.penstock.runner.source.jdbc;

import org.jspecify.annotations.NullMarked;
