/**
 * DuckDB in this process: shows sources as relations, runs steps, checks rows, seals parts.
 *
 * <p>In: opened sources, the SQL of steps, a directory. Out: schemas, sealed Parquet files with
 * their figures. It decides threads, memory and what user SQL may touch: nothing but the scratch
 * directory. Must not know a driver of a source, a target, the commit or a manifest. Start at
 * {@link dev.penstock.runner.engine.DuckDbEngine}; how a batch gets in is {@link
 * dev.penstock.runner.engine.SourceFunction}, how a part gets out {@link
 * dev.penstock.runner.engine.PartCopy}, which splits make a wave {@link
 * dev.penstock.runner.engine.WaveReading}.
 */
@NullMarked
package dev.penstock.runner.engine;

import org.jspecify.annotations.NullMarked;
