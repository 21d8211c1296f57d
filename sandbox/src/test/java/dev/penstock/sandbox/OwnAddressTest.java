package dev.penstock.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OwnAddressTest {
  @Test
  void everyLoopbackAddressIsThisMachinesOwn() {
    assertThat(OwnAddress.here("127.0.83.1").loopback()).isTrue();
    assertThat(OwnAddress.here("127.0.0.1")).isEqualTo(OwnAddress.LOOPBACK);
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost", "::1", "127.1", "", "1.2.3.4.5", "shop.example.com"})
  void aNameOrAnotherNotationIsRefused(String text) {
    assertThatThrownBy(() -> new OwnAddress(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("'%s' is no IPv4 address; write one as 192.168.1.7", text);
  }

  @Test
  void anAddressThatNobodyCanConnectToIsRefused() {
    assertThatThrownBy(() -> new OwnAddress("0.0.0.0"))
        .hasMessage("Nobody can connect to 0.0.0.0; name one address of this machine");
  }

  @Test
  void anAddressOfAnotherMachineIsRefused() {
    // Reserved for documentation, so nobody's.
    assertThatThrownBy(() -> OwnAddress.here("192.0.2.7"))
        .hasMessage("192.0.2.7 is no address of this machine; `ip addr` lists them");
  }
}
