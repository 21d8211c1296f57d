package dev.penstock.operator.admission;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The test produces these reasons by their causes; docs/reference/reasons.md names it. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Explains {
  AdmissionReason[] value();
}
