/**
 * Texts of SQL that people wrote: where parameters stand, and whether a text can be embedded.
 *
 * <p>In: the SQL of a query, a step or a check. Out: its pieces. It decides nothing about meaning,
 * which is for the database or the engine that runs it. Must not know either of them. Start at
 * {@link dev.penstock.runner.sql.SqlText}.
 */
@NullMarked
package dev.penstock.runner.sql;

import org.jspecify.annotations.NullMarked;
