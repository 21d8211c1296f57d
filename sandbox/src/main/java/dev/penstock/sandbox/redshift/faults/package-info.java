/**
 * Faults of the warehouse on demand: which sessions, at which point, what.
 *
 * <p>In: sessions, their messages, commits and loaded rows, as the front counts them. Out: the
 * faults whose turn it is, which the front makes happen. It must not know sockets, SQL or
 * PostgreSQL. What happens between the warehouse and S3 is a fault of the store ({@code
 * s3.faults}); what happens to all sessions at once is a call of {@code RedshiftStandIn}. Start
 * reading at {@link dev.penstock.sandbox.redshift.faults.Faults}.
 */
@NullMarked
package dev.penstock.sandbox.redshift.faults;

import org.jspecify.annotations.NullMarked;
