/**
 * The launcher's verbs against a cluster, a class for each.
 *
 * <p>In: a kubeconfig and names. Out: tables and sentences for people, resources for programs.
 * Reads resources as they stand on the API server and never works out a fact that the operator has
 * not written there. Must not know the operator or the runner. Start at {@link
 * dev.penstock.cli.Main}.
 */
@NullMarked
package dev.penstock.cli;

import org.jspecify.annotations.NullMarked;
