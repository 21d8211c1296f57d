/**
 * The demo: from a fresh machine to rows in S3 and in the warehouse, shown on the resources.
 *
 * <p>In: a checkout with the product built. Out: what happened, what there is to try, and whether
 * every example ended as it should. It must not take the product's word for a row: rows are counted
 * in the stores themselves. Start reading at {@link dev.penstock.sandbox.demo.Demo}.
 */
@NullMarked
package dev.penstock.sandbox.demo;

import org.jspecify.annotations.NullMarked;
