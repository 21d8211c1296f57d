/**
 * A backfill: an EtlRun that makes other EtlRuns, one per window and one after the other.
 *
 * <p>In: the EtlRun with {@code spec.backfill}, its pipeline's time zone, the runs of its windows.
 * Out: the run of the next window, and the backfill's status. What is next is derived from what
 * stands on the API server, so that it does not matter when an operator ends. Must not know Jobs or
 * pods: the runs of windows are runs like all others. Start at {@link
 * dev.penstock.operator.backfill.Backfills}.
 */
@NullMarked
package dev.penstock.operator.backfill;

import org.jspecify.annotations.NullMarked;
