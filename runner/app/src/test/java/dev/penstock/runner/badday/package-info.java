/**
 * Bad days of a run, each by its real cause: the exit code, the reason, the sentence that names the
 * object and the one that says what to do; nothing half done to see; the next attempt succeeds.
 * Start reading at {@code BadDay}. {@code ReasonsTest} writes docs/reference/reasons.md.
 */
@org.jspecify.annotations.NullMarked
package dev.penstock.runner.badday;
