/**
 * What all faults on demand share: that they are armed, fire a bounded number of times, and tell.
 *
 * <p>In: a fault, a value of whoever makes it happen. Out: whether it is its turn, and where it
 * fired. It must not know what a fault does: those of the warehouse are in {@code redshift.faults},
 * those on the way to S3 in {@code s3.faults}. Start reading at {@link
 * dev.penstock.sandbox.faults.Armed}.
 */
@NullMarked
package dev.penstock.sandbox.faults;

import org.jspecify.annotations.NullMarked;
