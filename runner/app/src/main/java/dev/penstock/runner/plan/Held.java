package dev.penstock.runner.plan;

/**
 * Rows that a step holds, in memory or spilled, until the last one has come.
 *
 * @param why as {@code uses ORDER BY}
 * @param source whose rows they are
 * @param size about how much, by the source's statistics, in the columns that the step has
 */
public record Held(String step, String why, String source, Size size) {}
