/**
 * Says what a run will do, before any byte moves; everything that can be refused is refused here.
 *
 * <p>In: a valid pipeline and the columns of its sources. Out: a {@link
 * dev.penstock.runner.plan.Plan}. The SQL of steps is bound against empty tables. Must not read a
 * row, open a connection, know a driver or a target. Start at {@link
 * dev.penstock.runner.plan.Plan}.
 */
@NullMarked
package dev.penstock.runner.plan;

import org.jspecify.annotations.NullMarked;
