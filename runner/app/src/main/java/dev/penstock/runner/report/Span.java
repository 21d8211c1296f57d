package dev.penstock.runner.report;

/**
 * One piece of work on the run's own clock.
 *
 * @param stage {@code begin, plan, keep, read, seal, check, upload, copy, verify, publish, commit}
 * @param of what: a target or a relation
 * @param from milliseconds since the attempt began
 */
public record Span(String stage, String of, long from, long to, long rows, long bytes) {}
