/**
 * The crash campaign: what is killed at random over all load modes leaves nothing lost and nothing
 * doubled.
 *
 * <p>Decides what is killed, where, and whether the sides agree afterwards. In: a seed and a number
 * of kills. Out: a {@link dev.penstock.chaos.Report}. All parts are real: PostgreSQL, the sandbox's
 * S3 and warehouse, the runner in this process and as processes of its own. Must not know how the
 * protocol works: it judges by what stands in source, store and warehouse, and by what the
 * product's own {@code verify} says of that. Start at {@link dev.penstock.chaos.Campaign}.
 */
@NullMarked
package dev.penstock.chaos;

import org.jspecify.annotations.NullMarked;
