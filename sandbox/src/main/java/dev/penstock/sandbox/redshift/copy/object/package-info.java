/**
 * What COPY asks of S3: lists and objects, read again after S3's own failures.
 *
 * <p>In: buckets and keys. Out: lists, streams that resume where they broke, or an {@link
 * dev.penstock.sandbox.redshift.copy.object.ObjectProblem} in the words that Redshift has for it.
 * It must not know what the objects hold. Start reading at {@link
 * dev.penstock.sandbox.redshift.copy.object.ObjectStorage}.
 */
@NullMarked
package dev.penstock.sandbox.redshift.copy.object;

import org.jspecify.annotations.NullMarked;
