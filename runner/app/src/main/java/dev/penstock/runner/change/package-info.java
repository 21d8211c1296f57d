/**
 * Says what changes between two states of manifests, and what each change means for runs, targets
 * and readers.
 *
 * <p>In: the environments of both states, after the validator, and what is known of columns. Out: a
 * {@link dev.penstock.runner.change.Report}, plain values that {@code show} words for people and
 * programs. Must not read a file, open a connection or know a command line; {@code tree} finds the
 * files. Start at {@link dev.penstock.runner.change.Comparison}.
 */
@NullMarked
package dev.penstock.runner.change;

import org.jspecify.annotations.NullMarked;
