/**
 * The border between wire and model: one validator that returns every finding with its path.
 *
 * <p>In: wire records. Out: {@link dev.penstock.api.validation.Checked}, a model or all findings.
 * {@code validate}, the operator and the runner print the same words because they ask here. Must
 * not do I/O. Start at {@link dev.penstock.api.validation.Validator}.
 */
@NullMarked
package dev.penstock.api.validation;

import org.jspecify.annotations.NullMarked;
