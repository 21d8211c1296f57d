package dev.penstock.sandbox;

import java.net.URI;

/**
 * Where the parts of a sandbox listen, as a connection needs it. All of it is on this machine.
 *
 * @param host of shop and warehouse
 */
public record Endpoints(
    String host, int shopPort, String shopDatabase, URI store, int warehousePort) {}
