/**
 * Decides which of the waiting Jobs may start: one run per pipeline, {@code limits.runs} per
 * connection, in the order of creation, from which a priority takes or to which it adds minutes.
 *
 * <p>In: the unfinished Jobs of a namespace and the limits of its connections. Out: a decision per
 * waiting Job, and for a Job that is admitted two writes: the intent, and the start. Must not know
 * specs, schedules or results. Start at {@link dev.penstock.operator.admission.Admission}, then
 * {@link dev.penstock.operator.admission.Gate}, which stays right when two operators decide at
 * once.
 */
@NullMarked
package dev.penstock.operator.admission;

import org.jspecify.annotations.NullMarked;
