/**
 * Loads S3 objects by Redshift's rules: Parquet by position and with exact types, text field by
 * field.
 *
 * <p>In: a {@link dev.penstock.sandbox.redshift.sql.CopyCommand}, the table's columns, access to
 * S3. Out: rows in one of PostgreSQL's COPY forms and a report, or a {@link
 * dev.penstock.sandbox.redshift.copy.LoadFailure} in Redshift's words. It must not know the wire
 * protocol. Parquet's decoder is DuckDB, never the product's code. Start reading at {@link
 * dev.penstock.sandbox.redshift.copy.ObjectLoad}.
 */
@NullMarked
package dev.penstock.sandbox.redshift.copy;

import org.jspecify.annotations.NullMarked;
