/**
 * Tells people what happened as Kubernetes events, each thing once.
 *
 * <p>In: an object, a reason, a sentence. Out: an event whose name follows from these, so a
 * repeated telling is refused by the API server. Must not know why. Start at {@link
 * dev.penstock.operator.event.Announcer}.
 */
@NullMarked
package dev.penstock.operator.event;

import org.jspecify.annotations.NullMarked;
