package dev.penstock.sandbox.redshift.copy;

/**
 * A column of the table that is loaded.
 *
 * @param type as PostgreSQL spells it, such as {@code character varying(20)}
 */
public record TargetColumn(String name, String type, boolean identity) {}
