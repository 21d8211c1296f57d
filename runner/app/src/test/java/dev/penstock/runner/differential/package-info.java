/**
 * Random tables, random changes, random pipelines: what stands in S3 and in the warehouse against
 * what PostgreSQL computes from the same rows. Start at {@link
 * dev.penstock.runner.differential.DifferentialIT}.
 */
@NullMarked
package dev.penstock.runner.differential;

import org.jspecify.annotations.NullMarked;
