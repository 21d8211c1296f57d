/**
 * Programs that the sandbox runs, and how it finds them again.
 *
 * <p>Decides how a process is started, recorded, awaited and ended. In: command lines and a
 * directory for the records. Out: their output, or processes that are known by pid and start time.
 * It must not know what any program is for. Start reading at {@link
 * dev.penstock.sandbox.kubernetes.process.RecordedProcesses}.
 */
@NullMarked
package dev.penstock.sandbox.kubernetes.process;

import org.jspecify.annotations.NullMarked;
