package dev.penstock.api.model;

import java.time.Duration;
import java.time.ZoneId;
import java.util.Optional;

/**
 * When runs are made and how long they may take.
 *
 * @param schedule a cron line as Kubernetes takes it; empty: only on request
 */
public record Timing(
    Optional<String> schedule,
    ZoneId zone,
    boolean suspended,
    Duration startingDeadline,
    Duration activeDeadline,
    int backoffLimit) {}
