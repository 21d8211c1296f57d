package dev.penstock.sandbox.kubernetes.image;

import java.nio.file.Path;

/**
 * An image on disk.
 *
 * @param reference what a pod names, such as penstock.local/runner:1f0c8a3b5d7e
 * @param tar the docker-archive
 */
public record Image(String reference, Path tar) {}
