/**
 * Text as COPY reads it: streams cut into records, records into fields, fields into values of a
 * column by Redshift's rules.
 *
 * <p>In: a stream, the format and options of a COPY, the kinds of its columns. Out: values in
 * PostgreSQL's text form, or why there is none, with the code of Redshift's load error reference.
 * It must not know S3 or the table. Start reading at {@link
 * dev.penstock.sandbox.redshift.copy.text.RecordReader} and {@link
 * dev.penstock.sandbox.redshift.copy.text.FieldReader}.
 */
@NullMarked
package dev.penstock.sandbox.redshift.copy.text;

import org.jspecify.annotations.NullMarked;
