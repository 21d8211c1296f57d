/**
 * What is said of a connection, and the checks that are made of it.
 *
 * <p>In: connections, the pipelines of their namespace, Jobs, settings, a time. Out: a status, an
 * event when that turns, and now and then a Job of {@code penstock check}. Must not know any
 * database or bucket: the Job asks them, from where runs work. Start at {@link
 * dev.penstock.operator.connection.ConnectionReconciler}.
 */
@NullMarked
package dev.penstock.operator.connection;

import org.jspecify.annotations.NullMarked;
