package dev.penstock.runner.spi;

/** A source that can say what it reads, for messages. */
public interface Named {
  /** {@return what is read, as a sentence begins: {@code Table public.orders}} */
  String object();
}
