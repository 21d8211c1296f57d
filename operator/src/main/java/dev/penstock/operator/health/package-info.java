/**
 * Says whether the operator lives and whether its caches are filled.
 *
 * <p>In: two questions as suppliers. Out: HTTP 200 or 503 on {@code /healthz/live} and {@code
 * /healthz/ready}. Must not know reconcilers. Start at {@link
 * dev.penstock.operator.health.HealthServer}.
 */
@NullMarked
package dev.penstock.operator.health;

import org.jspecify.annotations.NullMarked;
