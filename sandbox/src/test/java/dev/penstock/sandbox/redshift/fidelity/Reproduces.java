package dev.penstock.sandbox.redshift.fidelity;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The test shows that the stand-in does this as Redshift does; docs/redshift-fidelity.md names it.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Reproduces {
  Behaviour[] value();
}
