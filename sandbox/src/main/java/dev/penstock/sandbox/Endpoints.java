package dev.penstock.sandbox;

import java.net.URI;

/** Where the parts of a sandbox listen, as a connection needs it. All of it is on this machine. */
public record Endpoints(int shopPort, String shopDatabase, URI store, int warehousePort) {
  public static final String HOST = "127.0.0.1";
}
