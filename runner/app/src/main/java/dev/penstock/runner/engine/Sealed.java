package dev.penstock.runner.engine;

import dev.penstock.runner.spi.PartSchema;

/** What was sealed of one relation; zero rows make zero parts. */
public record Sealed(PartSchema schema, int parts, long rows, long bytes) {}
