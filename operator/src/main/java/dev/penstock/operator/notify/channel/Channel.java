package dev.penstock.operator.notify.channel;

/** A way to one receiver. Used by one thread; interrupting it gives up. */
public interface Channel {
  /** {@return what became of the letter} It throws nothing for what a receiver does. */
  Sent send(Letter letter) throws InterruptedException;
}
