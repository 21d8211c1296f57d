/**
 * The sandbox's verbs: what people read is worded here.
 *
 * <p>In: the command line. Out: lines for a person and an exit code. It must not start or end a
 * part by itself; {@link dev.penstock.sandbox.Sandbox} does. Start reading at {@link
 * dev.penstock.sandbox.cli.Main}.
 */
@NullMarked
package dev.penstock.sandbox.cli;

import org.jspecify.annotations.NullMarked;
