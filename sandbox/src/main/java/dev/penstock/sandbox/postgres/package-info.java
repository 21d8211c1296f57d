/**
 * A real PostgreSQL for the parts of the sandbox that need one.
 *
 * <p>In: a folder for its data. Out: a port on loopback and a superuser's connection. Must not know
 * what its owners keep in it. Start at {@link dev.penstock.sandbox.postgres.PostgresServer}.
 */
@NullMarked
package dev.penstock.sandbox.postgres;

import org.jspecify.annotations.NullMarked;
