/**
 * The runner's command line: the same path for a pod and for a person.
 *
 * <p>In: manifests, secrets, the environment of docs/runner-contract. Out: an exit code of {@link
 * dev.penstock.api.runner.ExitCode}, a termination message, lines for people. Decides nothing about
 * data. Start at {@link dev.penstock.runner.cli.Main}.
 */
@NullMarked
package dev.penstock.runner.cli;

import org.jspecify.annotations.NullMarked;
