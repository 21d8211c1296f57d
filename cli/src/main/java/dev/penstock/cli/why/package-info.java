/**
 * Why a pipeline or a run stands as it does.
 *
 * <p>In: resources, Jobs, pods, ConfigMaps, events and logs, as far as they are there. Out: one
 * screen of text. {@link dev.penstock.cli.why.Inquiry} asks and keeps what it found as a value,
 * {@link dev.penstock.cli.why.Screen} words it; what nobody knows is said so. Must not write to the
 * cluster.
 */
@NullMarked
package dev.penstock.cli.why;

import org.jspecify.annotations.NullMarked;
