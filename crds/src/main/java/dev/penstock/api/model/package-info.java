/**
 * The resources as they mean: model records that can not be wrong.
 *
 * <p>In: nothing but what {@link dev.penstock.api.validation.Validator} made of wire records; every
 * default is applied. Out: values for the operator's builders and the runner's plan. Must not know
 * wire records, clients or engines. Start at {@link dev.penstock.api.model.Pipeline}.
 */
@NullMarked
package dev.penstock.api.model;

import org.jspecify.annotations.NullMarked;
