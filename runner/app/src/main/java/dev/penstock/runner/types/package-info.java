/**
 * The type matrix: what becomes of a column of PostgreSQL on its way into S3 and the warehouse.
 *
 * <p>In: the name of a type as the server's catalog has it. Out: the type of the relation, of the
 * part and of the table, or the cast to write. Must not know who reads, computes or loads. Start at
 * {@link dev.penstock.runner.types.PostgresType}.
 */
@NullMarked
package dev.penstock.runner.types;

import org.jspecify.annotations.NullMarked;
