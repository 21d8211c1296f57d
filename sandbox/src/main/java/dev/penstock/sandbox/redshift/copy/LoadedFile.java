package dev.penstock.sandbox.redshift.copy;

import java.time.Instant;

/**
 * An object that was read to its end.
 *
 * @param lines in it, refused ones too
 * @param begun when its reading began
 */
public record LoadedFile(
    String url,
    long bytes,
    long lines,
    String etag,
    Instant modified,
    Instant begun,
    Instant ended) {}
