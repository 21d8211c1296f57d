/**
 * What the installation decides: the runner's image, the namespaces, the ports, the lease.
 *
 * <p>In: environment variables, written by the chart. Out: one value that is handed to whoever
 * needs it. Must not know clients or resources. Start at {@link
 * dev.penstock.operator.settings.Settings}.
 */
@NullMarked
package dev.penstock.operator.settings;

import org.jspecify.annotations.NullMarked;
