/**
 * How far active runs are, from the last lines of their pods' logs (ADR 0019).
 *
 * <p>In: which runs are active. Out: phase, rows and bytes of each, and a call of its reconciler
 * when they have changed, at most every 30 seconds. Reads on threads of its own, never on a
 * reconcile thread; what can not be read is not known and disturbs nobody. Must not know statuses
 * beyond progress. Start at {@link dev.penstock.operator.progress.ProgressSource}.
 */
@NullMarked
package dev.penstock.operator.progress;

import org.jspecify.annotations.NullMarked;
