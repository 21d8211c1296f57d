/**
 * Pipelines and what they read and write, as a picture.
 *
 * <p>In: pipelines and connections. Out: Mermaid or SVG text, the same for the same resources. A
 * relation that one pipeline writes and another reads is one node, by where it lies and not by the
 * name of a connection. Start at {@link dev.penstock.cli.graph.Graph}.
 */
@NullMarked
package dev.penstock.cli.graph;

import org.jspecify.annotations.NullMarked;
