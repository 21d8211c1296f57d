package dev.penstock.api.model;

/** One SELECT whose result is a relation of that name. */
public record Step(String name, String sql) {}
