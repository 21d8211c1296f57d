/**
 * Who a pod is to AWS: its own identity, a role that it assumes, and what STS or a warehouse's API
 * gives for it.
 *
 * <p>In: {@code credentials.iam} of a connection. Out: credentials that are renewed before they
 * expire, and errors of ours. Loaded by connections with {@code iam} alone. Must not know buckets,
 * statements or entries. Start at {@link dev.penstock.runner.identity.Identity}.
 */
@NullMarked
package dev.penstock.runner.identity;

import org.jspecify.annotations.NullMarked;
