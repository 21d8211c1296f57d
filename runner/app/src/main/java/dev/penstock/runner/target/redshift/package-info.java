/**
 * A Redshift warehouse by plain SQL over its own driver.
 *
 * <p>Decides how staged objects become rows: staging tables, COPY, control tables, the publish
 * transaction. In: keys of uploaded parts, entries of the log. Out: {@link
 * dev.penstock.runner.commit.Ledger} for the protocol. Must not know the engine or what a run is
 * for; asks no {@code DatabaseMetaData}, which differs by server. Start at {@link
 * dev.penstock.runner.target.redshift.RedshiftLedger}.
 */
@NullMarked
package dev.penstock.runner.target.redshift;

import org.jspecify.annotations.NullMarked;
