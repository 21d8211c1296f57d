/**
 * What Argo CD makes of our resources: health, actions, and the repository of the examples.
 *
 * <p>Statuses are made by the operator's own builders and kept as fixtures; the Lua of {@code
 * examples/gitops/lua} judges them here on the JVM, and in {@code e2e} by Argo CD's own binary. It
 * knows no cluster. Start reading at {@code StatusStories} and {@code HealthLuaTest}.
 */
@NullMarked
package dev.penstock.operator.gitops;

import org.jspecify.annotations.NullMarked;
