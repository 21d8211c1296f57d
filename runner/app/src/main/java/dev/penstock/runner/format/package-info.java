/**
 * The one way in which manifests are written: {@link dev.penstock.runner.format.Canonical} takes
 * the text of a file and returns it with fields in the order of the CRDs, comments with what they
 * belong to. It works on the text, guided by the parser's marks, so that what it does not
 * understand stays as it was written.
 */
@NullMarked
package dev.penstock.runner.format;

import org.jspecify.annotations.NullMarked;
