/**
 * Values, ages and tables as people read them.
 *
 * <p>In: values of resources. Out: text. Must not know the cluster. Start at {@link
 * dev.penstock.cli.table.Cells}.
 */
@NullMarked
package dev.penstock.cli.table;

import org.jspecify.annotations.NullMarked;
