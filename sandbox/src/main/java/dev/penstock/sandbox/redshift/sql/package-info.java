/**
 * Decides what a statement means in Redshift's SQL and how PostgreSQL is told to do the same.
 *
 * <p>In: one statement's text. Out: a {@link dev.penstock.sandbox.redshift.sql.Statement}, or a
 * {@link dev.penstock.sandbox.redshift.sql.Refusal}. It must not talk to a database. What isn't
 * known is refused, never passed on. Start reading at {@link
 * dev.penstock.sandbox.redshift.sql.Translator}.
 */
@NullMarked
package dev.penstock.sandbox.redshift.sql;

import org.jspecify.annotations.NullMarked;
