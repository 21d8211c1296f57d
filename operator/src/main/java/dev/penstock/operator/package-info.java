/**
 * Starts the operator: settings, client, controllers, health.
 *
 * <p>In: the environment. Out: controllers that run until the process is asked to end. Must not
 * know what any controller does; databases, buckets and warehouses are unknown in this whole room.
 * Start at {@link dev.penstock.operator.Main}.
 */
@NullMarked
package dev.penstock.operator;

import org.jspecify.annotations.NullMarked;
