/**
 * Decides which of the waiting Jobs may start: one run per pipeline, {@code limits.runs} per
 * connection, the oldest first.
 *
 * <p>In: the unfinished Jobs of a namespace and the limits of its connections. Out: a decision per
 * waiting Job, and one patch for a Job that is admitted. Must not know specs, schedules or results.
 * Start at {@link dev.penstock.operator.admission.Admission}.
 */
@NullMarked
package dev.penstock.operator.admission;

import org.jspecify.annotations.NullMarked;
