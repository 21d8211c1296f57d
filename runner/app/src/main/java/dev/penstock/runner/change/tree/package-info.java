/**
 * Finds the files of a state: a directory or a revision of a git repository, and which of them are
 * one environment.
 *
 * <p>In: words of the command line. Out: {@link dev.penstock.runner.change.tree.Folder}s of files.
 * git and kustomize are programs of the machine, started without a shell; nobody's work tree is
 * touched. Must not read what the files say. Start at {@link
 * dev.penstock.runner.change.tree.State}.
 */
@NullMarked
package dev.penstock.runner.change.tree;

import org.jspecify.annotations.NullMarked;
