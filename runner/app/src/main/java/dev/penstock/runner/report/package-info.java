/**
 * What a run says about itself: spans, the receipt, the termination message, progress.
 *
 * <p>In: values that the stages return. Out: JSON and log lines. Words for people stand here and in
 * {@code cli}. Nothing here may fail a run. Must not know drivers or the engine. Start at {@link
 * dev.penstock.runner.report.Receipt}.
 */
@NullMarked
package dev.penstock.runner.report;

import org.jspecify.annotations.NullMarked;
