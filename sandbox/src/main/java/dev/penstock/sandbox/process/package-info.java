/**
 * Remembers which processes the sandbox started, so that a later JVM can end exactly those; and
 * what a signal means for the JVM that started them.
 *
 * <p>In: process handles. Out: a file per process with its pid and start time. It must not end a
 * process by name, nor one whose start time differs from the recorded one. Start reading at {@link
 * dev.penstock.sandbox.process.ProcessRecords}.
 */
@NullMarked
package dev.penstock.sandbox.process;

import org.jspecify.annotations.NullMarked;
