/**
 * Redshift's system tables and functions, as far as they are known here, inside PostgreSQL.
 *
 * <p>In: a fresh database; failed loads. Out: views and functions in {@code pg_catalog}, rows that
 * survive a rollback. It must not know sessions. Start reading at {@link
 * dev.penstock.sandbox.redshift.catalog.Catalog} with {@code catalog.sql}, and {@link
 * dev.penstock.sandbox.redshift.catalog.LoadJournal} with {@code loads.sql}.
 */
@NullMarked
package dev.penstock.sandbox.redshift.catalog;

import org.jspecify.annotations.NullMarked;
