/**
 * Images for the sandbox's node, without Docker, registry or network.
 *
 * <p>Decides what is in an image and in which layer. In: jars or a program, the JDK that runs us,
 * the machine's C library. Out: docker-archives in the cache, one per content. It must not know
 * Kubernetes, nor what the programs in the images do. Start reading at {@link
 * dev.penstock.sandbox.kubernetes.image.Images}.
 */
@NullMarked
package dev.penstock.sandbox.kubernetes.image;

import org.jspecify.annotations.NullMarked;
