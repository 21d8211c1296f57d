/**
 * Tells people of incidents, each message at least once and practically once.
 *
 * <p>In: the conditions of pipelines, {@code spec.notify}, connections that notify. Out: messages,
 * and on the status how far each notifier has been told. Must not hold up a reconciliation: what is
 * decided there is pure, what is sent goes by threads of its own. Start at {@link
 * dev.penstock.operator.notify.Incident}, then {@link dev.penstock.operator.notify.Outbox}.
 */
@NullMarked
package dev.penstock.operator.notify;

import org.jspecify.annotations.NullMarked;
