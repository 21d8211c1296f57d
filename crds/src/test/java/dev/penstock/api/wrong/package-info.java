/**
 * Decides which wrong manifests every layer is shown: the right ones of {@code examples/}, each
 * with one mistake, and the field that has to be named. In go the examples and the schemas of the
 * CRDs, out come {@link dev.penstock.api.wrong.WrongManifest}s. It knows no layer: the tests of
 * crds, runner and operator ask it. Start reading at {@link dev.penstock.api.wrong.Corpus}.
 */
@NullMarked
package dev.penstock.api.wrong;

import org.jspecify.annotations.NullMarked;
