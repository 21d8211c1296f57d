package dev.penstock.sandbox.kubernetes;

import dev.penstock.sandbox.kubernetes.process.RecordedProcesses;
import java.nio.file.Path;

/**
 * Room for what runs beside a cluster of the sandbox and ends with it, also when the JVM is killed.
 *
 * @param processes where it starts its programs; their logs are among those of the cluster
 * @param files a private folder that goes with the cluster
 * @param sockets a private folder with a short name, for unix sockets
 */
public record Beside(RecordedProcesses processes, Path files, Path sockets) {}
