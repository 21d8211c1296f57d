/**
 * Says whether the operator lives, whether its caches are filled, and what it measures.
 *
 * <p>In: what was found when someone looked, the text of all meters. Out: HTTP 200 or 503, with the
 * reason, on {@code /healthz/live} and {@code /healthz/ready}; {@code /metrics}. Must not know
 * reconcilers. Start at {@link dev.penstock.operator.health.Vitals}.
 */
@NullMarked
package dev.penstock.operator.health;

import org.jspecify.annotations.NullMarked;
