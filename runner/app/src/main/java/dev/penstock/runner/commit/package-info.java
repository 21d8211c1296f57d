/**
 * How both sides of a run come to agree: the commit log, the ledgers, the protocol, its recovery.
 *
 * <p>Decides what counts. In: a verified proposal of an attempt. Out: one numbered {@link
 * dev.penstock.runner.commit.Entry}, visible in the dataset and published in every warehouse. Must
 * not know S3, JDBC or the engine: it declares {@link dev.penstock.runner.commit.Bucket} and {@link
 * dev.penstock.runner.commit.Ledger}. The format and its duties are docs/commit-protocol.md. Start
 * at {@link dev.penstock.runner.commit.Protocol}.
 */
@NullMarked
package dev.penstock.runner.commit;

import org.jspecify.annotations.NullMarked;
