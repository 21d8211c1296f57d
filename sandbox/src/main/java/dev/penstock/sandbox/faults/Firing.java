package dev.penstock.sandbox.faults;

/**
 * A fault that happened.
 *
 * @param to whom or what, as a session's application name or {@code PUT acme-lake/parts/1}
 * @param at the moment, as {@code after message 7}
 */
public record Firing(String to, String at) {}
