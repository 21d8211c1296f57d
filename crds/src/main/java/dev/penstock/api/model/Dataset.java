package dev.penstock.api.model;

/** Committed parts below a path; no slash at either end of the path. */
public record Dataset(String connection, String path) {}
