package dev.penstock.runner.source.postgres;

import dev.penstock.runner.spi.ColumnType;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A column by the catalog.
 *
 * @param shown its type as people write it, of a domain the one that it is made of
 * @param becomes its type in a relation; empty: it can not be read
 * @param cast the expression that a query can hold instead, with the column's name
 * @param nullable whether a row may lack it
 * @param readable whether the user may read it
 * @param missing the share of rows without it by the statistics, from 0 to 1; known of nullable
 *     times alone, and of those only once the table was analysed
 */
public record CatalogColumn(
    String name,
    String shown,
    Optional<ColumnType> becomes,
    String cast,
    boolean nullable,
    boolean readable,
    OptionalDouble missing) {}
