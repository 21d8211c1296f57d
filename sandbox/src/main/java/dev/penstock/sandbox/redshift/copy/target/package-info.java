/**
 * The columns of the table that a COPY loads, and what they can hold.
 *
 * <p>In: PostgreSQL's spelling of a type. Out: a closed list of kinds, over which both text and
 * Parquet have their rules. It must know neither. Start reading at {@link
 * dev.penstock.sandbox.redshift.copy.target.ColumnKind}.
 */
@NullMarked
package dev.penstock.sandbox.redshift.copy.target;

import org.jspecify.annotations.NullMarked;
