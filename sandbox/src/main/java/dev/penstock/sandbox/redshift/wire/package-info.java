/**
 * Speaks the PostgreSQL wire protocol to the real Redshift driver and to the database behind.
 *
 * <p>In: sockets. Out: messages, translated where Redshift differs. It must not know what a COPY
 * reads nor how SQL is spelled. One thread serves one session, strictly in turn: it answers what a
 * client has pipelined only when the client waits for an answer. Start reading at {@link
 * dev.penstock.sandbox.redshift.wire.Session}.
 */
@NullMarked
package dev.penstock.sandbox.redshift.wire;

import org.jspecify.annotations.NullMarked;
