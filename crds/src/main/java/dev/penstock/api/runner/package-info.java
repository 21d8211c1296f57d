/**
 * What the operator and the runner agree on: where files lie, which variables carry what, how a run
 * says its end.
 *
 * <p>The operator writes by these names, the runner reads by them. Must not know Kubernetes
 * clients, engines or drivers. Start at {@link dev.penstock.api.runner.RunnerContract}.
 */
@NullMarked
package dev.penstock.api.runner;

import org.jspecify.annotations.NullMarked;
