package dev.penstock.api.model;

/**
 * Where the log lives: {@code <prefix>/<namespace>/<pipeline>/} in the bucket of a connection of
 * kind s3.
 */
public record Store(String connection, String prefix) {}
