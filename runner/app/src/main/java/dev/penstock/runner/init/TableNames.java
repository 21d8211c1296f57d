package dev.penstock.runner.init;

/**
 * What a table is called on its way.
 *
 * @param pipeline and the target, and the file
 * @param relation the source
 * @param schema of the warehouse
 * @param table of the warehouse
 * @param path of the dataset
 */
public record TableNames(
    String pipeline, String relation, String schema, String table, String path) {}
