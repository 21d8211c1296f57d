/**
 * What is said of runs and pipelines: pure functions from what was observed to a status.
 *
 * <p>In: Jobs with their conditions, pods with their termination messages, earlier statuses, a
 * time. Out: status records, built new each time. Must not know clients; who calls compares and
 * writes. Start at {@link dev.penstock.operator.status.RunOutcome}.
 */
@NullMarked
package dev.penstock.operator.status;

import org.jspecify.annotations.NullMarked;
