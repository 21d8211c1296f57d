/**
 * Composes the parts of a local world (shop, store, warehouse, cluster) into one that can be
 * started, found and ended.
 *
 * <p>In: a checkout and its settings. Out: running parts and, in the state directory, how to reach
 * them. It must not know the product's code: operator and runner come in as directories of jars.
 * Start reading at {@code Sandbox}.
 */
@NullMarked
package dev.penstock.sandbox;

import org.jspecify.annotations.NullMarked;
