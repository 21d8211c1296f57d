/** Microbenchmarks of what the package of this name keeps to itself. */
@NullMarked
package dev.penstock.runner.source.postgres;

import org.jspecify.annotations.NullMarked;
