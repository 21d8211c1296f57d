/**
 * What Redshift does and what became of it here: one list, from which the page is generated, which
 * tests name, and whose first thirty members a real account can be asked about.
 */
@NullMarked
package dev.penstock.sandbox.redshift.fidelity;

import org.jspecify.annotations.NullMarked;
