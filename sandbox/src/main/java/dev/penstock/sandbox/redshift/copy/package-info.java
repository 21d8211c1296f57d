/**
 * Loads Parquet objects by Redshift's rules: manifest, columns by position, exact types, lengths in
 * bytes.
 *
 * <p>In: a {@link dev.penstock.sandbox.redshift.sql.CopyCommand}, the table's columns, access to
 * S3. Out: rows in PostgreSQL's COPY text form, or a {@link
 * dev.penstock.sandbox.redshift.copy.LoadFailure} in Redshift's words. It must not know the wire
 * protocol. The decoder is DuckDB, never the product's code. Start reading at {@link
 * dev.penstock.sandbox.redshift.copy.ParquetLoad}.
 */
@NullMarked
package dev.penstock.sandbox.redshift.copy;

import org.jspecify.annotations.NullMarked;
