/**
 * Says what a run will do, before any byte moves; everything that can be refused is refused here.
 *
 * <p>In: a valid pipeline and the columns of its sources. Out: a {@link
 * dev.penstock.runner.plan.Plan}. The SQL of steps is parsed, ordered and bound against empty
 * tables; {@link dev.penstock.runner.plan.ShapeReader} reads off the parse tree what may be
 * computed in waves, {@link dev.penstock.runner.plan.WorkOrder} what is kept, streamed or computed
 * at once. Must not read a row, open a connection, know a driver or a target. Start at {@link
 * dev.penstock.runner.plan.Plan}.
 */
@NullMarked
package dev.penstock.runner.plan;

import org.jspecify.annotations.NullMarked;
