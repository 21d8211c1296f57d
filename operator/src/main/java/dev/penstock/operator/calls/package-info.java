/**
 * Listens to what the operator asks of the API server.
 *
 * <p>In: requests and answers of the Kubernetes client. Out: counters, and since when there is no
 * answer. Must not know why something is asked. Start at {@link
 * dev.penstock.operator.calls.ApiCalls}.
 */
@NullMarked
package dev.penstock.operator.calls;

import org.jspecify.annotations.NullMarked;
