/**
 * The object store of the local world: s3proxy in this JVM, with signatures checked.
 *
 * <p>In: where objects are kept, a key pair, buckets. Out: an endpoint on loopback. It must not
 * know what is stored. Start reading at {@link dev.penstock.sandbox.s3.ObjectStore}.
 */
@NullMarked
package dev.penstock.sandbox.s3;

import org.jspecify.annotations.NullMarked;
