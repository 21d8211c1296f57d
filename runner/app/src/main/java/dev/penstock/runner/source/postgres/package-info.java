/**
 * Reads PostgreSQL: the rows of tables, views and queries as of one instant.
 *
 * <p>In: a connection and what to read. Out: sources whose splits are read by COPY in binary and
 * decoded into batches without a Java object per row, or by a cursor where COPY is refused. Every
 * error of the driver becomes one of ours in {@code PostgresErrors}. Must not know the engine.
 * Start at {@link dev.penstock.runner.source.postgres.PostgresDatabase}, then {@code PostgresTable}
 * and {@code CopyDecoder}, or {@code ServerCursor}; DESIGN.md proves that increments lose no row.
 */
@NullMarked
package dev.penstock.runner.source.postgres;

import org.jspecify.annotations.NullMarked;
