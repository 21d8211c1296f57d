package dev.penstock.cli;

import dev.penstock.cli.cluster.Connector;
import java.time.Clock;

/**
 * What verbs get from outside.
 *
 * @param connector finds clusters
 * @param clock tells ages
 */
record Shell(Connector connector, Clock clock) {}
