package dev.penstock.runner;

import dev.penstock.runner.spi.Reason;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The test produces these reasons by a cause of theirs; docs/reference/reasons.md names it. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Produces {
  Reason[] value();
}
