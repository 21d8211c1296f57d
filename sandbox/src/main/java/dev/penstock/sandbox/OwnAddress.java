package dev.penstock.sandbox;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;

/**
 * The IPv4 address on which the parts of a sandbox listen, and which is written into its
 * connections.
 *
 * @param host as 127.0.0.1; no name, and not 0.0.0.0, which nobody can connect to
 */
public record OwnAddress(String host) {
  /** Reached by this machine and by pods that share its network. */
  public static final OwnAddress LOOPBACK = new OwnAddress("127.0.0.1");

  public OwnAddress {
    if (literal(host).isAnyLocalAddress()) {
      throw new IllegalArgumentException(
          "Nobody can connect to %s; name one address of this machine".formatted(host));
    }
  }

  /**
   * An address that a person asks for.
   *
   * @throws IllegalArgumentException when it is none of this machine's own
   */
  public static OwnAddress here(String host) {
    OwnAddress address = new OwnAddress(host);
    try {
      if (!address.loopback() && NetworkInterface.getByInetAddress(address.inet()) == null) {
        throw new IllegalArgumentException(
            "%s is no address of this machine; `ip addr` lists them".formatted(host));
      }
    } catch (SocketException e) {
      throw new IllegalArgumentException(
          "This machine doesn't tell its addresses: " + e.getMessage(), e);
    }
    return address;
  }

  public InetAddress inet() {
    return literal(host);
  }

  /** Whether only this machine reaches it. */
  public boolean loopback() {
    return inet().isLoopbackAddress();
  }

  private static InetAddress literal(String host) {
    try {
      InetAddress address = Inet4Address.ofLiteral(host);
      // 127.1 is one too, but not for everybody who will read the connection.
      if (address.getHostAddress().equals(host)) {
        return address;
      }
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(notIpv4(host), e);
    }
    throw new IllegalArgumentException(notIpv4(host));
  }

  private static String notIpv4(String host) {
    return "'%s' is no IPv4 address; write one as 192.168.1.7".formatted(host);
  }
}
