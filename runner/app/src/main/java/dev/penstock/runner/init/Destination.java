package dev.penstock.runner.init;

import java.util.Optional;

/**
 * Where all tables of one command go.
 *
 * @param source connection that is read
 * @param lake connection of the store and the datasets
 * @param warehouse connection of the tables; empty: there are datasets alone
 * @param path key prefix of the datasets
 * @param schema of the warehouse for all tables; empty: that of the source
 * @param schedule cron line; empty: runs on request
 * @param prefix what the names of pipelines and of the warehouse's tables begin with; empty:
 *     nothing
 * @param timeZone of cursors that have none themselves, as the IANA database names it; empty: no
 *     such cursor may be chosen
 */
public record Destination(
    String source,
    String lake,
    Optional<String> warehouse,
    String path,
    Optional<String> schema,
    Optional<String> schedule,
    Optional<String> prefix,
    Optional<String> timeZone) {}
