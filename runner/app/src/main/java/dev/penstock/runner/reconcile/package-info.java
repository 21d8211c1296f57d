/**
 * Says the same of rows wherever they lie: per column a few figures that do not depend on the order
 * of rows, asked by SQL that engine and warehouse answer alike, and what differs between two
 * answers. In come the columns of parts and somebody who asks; it knows neither driver nor commit.
 * Start at {@link dev.penstock.runner.reconcile.TallyQuery}.
 */
@NullMarked
package dev.penstock.runner.reconcile;

import org.jspecify.annotations.NullMarked;
