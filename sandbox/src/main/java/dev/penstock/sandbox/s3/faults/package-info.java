/**
 * Faults between a client and the object store on demand.
 *
 * <p>In: HTTP/1.1 of whoever speaks S3. Out: the same bytes, or the fault whose turn it is. It must
 * not know signatures, buckets or what is stored: a request passes as it came, its Host too, so
 * that it stays signed. Faults of the warehouse's sessions are in {@code redshift.faults}. Start
 * reading at {@link dev.penstock.sandbox.s3.faults.FaultyWay}.
 */
@NullMarked
package dev.penstock.sandbox.s3.faults;

import org.jspecify.annotations.NullMarked;
