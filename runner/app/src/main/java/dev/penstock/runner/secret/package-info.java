/**
 * Secrets as a pod sees them: a directory for each, a file for each key.
 *
 * <p>In: the directory they are mounted in. Out: values for a driver, or the word that one is
 * missing. Must not log, keep or print a value; must not know connections' kinds. Start at {@link
 * dev.penstock.runner.secret.Secrets}.
 */
@NullMarked
package dev.penstock.runner.secret;

import org.jspecify.annotations.NullMarked;
