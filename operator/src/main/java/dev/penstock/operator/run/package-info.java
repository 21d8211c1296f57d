/**
 * Runs: a Job for every EtlRun that someone made, an EtlRun for every Job that the schedule made.
 *
 * <p>In: EtlRuns, Jobs, Pods. Out: Jobs, records, admission, the run's status. Must not know how a
 * pipeline is rendered: it copies the CronJob's template. Start at {@link
 * dev.penstock.operator.run.RunReconciler}.
 */
@NullMarked
package dev.penstock.operator.run;

import org.jspecify.annotations.NullMarked;
