/**
 * Lets one replica act at a time.
 *
 * <p>In: a Lease, and how long it counts. Out: a call when it is won, a call when it is lost, and a
 * fence around writes for the time between. Must not know what leading means. Start at {@link
 * dev.penstock.operator.leader.Leadership}.
 */
@NullMarked
package dev.penstock.operator.leader;

import org.jspecify.annotations.NullMarked;
