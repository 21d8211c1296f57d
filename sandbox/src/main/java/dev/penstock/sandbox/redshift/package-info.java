/**
 * A stand-in for Amazon Redshift: the real Redshift driver connects by TLS to a front of ours, and
 * a real PostgreSQL does the work behind it.
 *
 * <p>In: SQL over the wire, objects in S3. Out: what Redshift documents, or a refusal. It must not
 * know the product, and it must not be kind: what Redshift refuses is refused, and so is what isn't
 * known here (docs/redshift-fidelity.md). Start reading at {@link
 * dev.penstock.sandbox.redshift.RedshiftStandIn}.
 */
@NullMarked
package dev.penstock.sandbox.redshift;

import org.jspecify.annotations.NullMarked;
