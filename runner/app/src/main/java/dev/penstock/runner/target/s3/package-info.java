/**
 * Objects of S3 and of stores that speak its language.
 *
 * <p>Decides how bytes travel and what a status code means. In: files and keys. Out: objects, and
 * {@link dev.penstock.runner.commit.Bucket} for the protocol. Must not know the engine, warehouses
 * or what an entry says. Start at {@link dev.penstock.runner.target.s3.S3Bucket}.
 */
@NullMarked
package dev.penstock.runner.target.s3;

import org.jspecify.annotations.NullMarked;
