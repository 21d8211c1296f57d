/**
 * Words a report for people, for a pull request and for programs.
 *
 * <p>In: a {@link dev.penstock.runner.change.Report}. Out: text, Markdown or JSON. Whatever an
 * author of manifests wrote is shown by {@link dev.penstock.runner.change.show.Harmless}, so that
 * it can neither hide nor pretend anything. Must not decide. Start at {@link
 * dev.penstock.runner.change.show.TextReport}.
 */
@NullMarked
package dev.penstock.runner.change.show;

import org.jspecify.annotations.NullMarked;
