/**
 * Where the columns of a run's targets come from.
 *
 * <p>In: sources and steps, and connections for the names of datasets. Out: per relation the
 * columns of tables that each column derives from, and those that decide which rows there are. Only
 * what a parse tree tells is said; what it leaves open is left out. Must not know how it is told,
 * nor a row. Start at {@link dev.penstock.runner.lineage.PlanLineage}.
 */
@NullMarked
package dev.penstock.runner.lineage;

import org.jspecify.annotations.NullMarked;
