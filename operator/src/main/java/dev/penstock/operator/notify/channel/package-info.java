/**
 * Brings one message to one receiver, by the protocol of its kind.
 *
 * <p>In: a letter, an address, the values of a Secret. Out: whether it arrived, may arrive later,
 * or is refused; in words that hold neither secrets nor addresses that are secret. Must not know
 * pipelines, queues or retries. Start at {@link dev.penstock.operator.notify.channel.Channel}.
 */
@NullMarked
package dev.penstock.operator.notify.channel;

import org.jspecify.annotations.NullMarked;
