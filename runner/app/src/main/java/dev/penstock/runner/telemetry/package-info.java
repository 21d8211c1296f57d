/**
 * What a run tells other systems: OpenLineage events and OpenTelemetry traces.
 *
 * <p>In: what {@link dev.penstock.runner.run.RunObserver} is told. Out: HTTP, on a thread of its
 * own, bounded in time and memory; no failure here touches a run. Nothing of this package is loaded
 * where nothing is configured. Must not see a row or a secret of a connection. Start at {@link
 * dev.penstock.runner.telemetry.Telemetry}.
 */
@NullMarked
package dev.penstock.runner.telemetry;

import org.jspecify.annotations.NullMarked;
