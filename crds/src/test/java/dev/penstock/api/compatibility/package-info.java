/**
 * Whether a CRD still takes every resource that the CRD of a release took.
 *
 * <p>In come two CRDs as trees, out come the places where the newer one takes less. It knows the
 * schema language of the API server, and nothing of our kinds. Start reading at {@code Narrowing}.
 */
@NullMarked
package dev.penstock.api.compatibility;

import org.jspecify.annotations.NullMarked;
