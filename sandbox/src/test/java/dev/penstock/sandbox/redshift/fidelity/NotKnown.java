package dev.penstock.sandbox.redshift.fidelity;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The test shows what is refused because nobody has built it, while Redshift has it, or may have:
 * this is no likeness. docs/redshift-fidelity.md names it in a column of its own.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface NotKnown {
  Behaviour[] value();
}
