/**
 * Stories across the rooms: a real node, a real API server, the product installed as a stranger
 * would.
 *
 * <p>Each test is a story of named steps; when one fails, the resources, events and logs are
 * printed. Must not call the product's code: it knows only what kubectl, S3 and SQL show. Start at
 * {@link dev.penstock.e2e.FirstPathE2E}.
 */
package dev.penstock.e2e;
