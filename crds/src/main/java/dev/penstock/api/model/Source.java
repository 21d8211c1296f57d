package dev.penstock.api.model;

/** A relation that is read: what, and over which connection. */
public record Source(String name, String connection, Read read) {}
