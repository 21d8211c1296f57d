package dev.penstock.operator.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CanonicalQuantityTest {
  @ParameterizedTest
  @CsvSource({
    "1, 1",
    "1000m, 1",
    "0.5, 500m",
    "1.5, 1500m",
    "1500m, 1500m",
    "1500, 1500",
    "2000000, 2M",
    "1Gi, 1Gi",
    "1024Mi, 1Gi",
    "1.5Gi, 1536Mi",
    "0.5Ki, 512",
    "1536Mi, 1536Mi",
    "1e3, 1e3",
    "1000e3, 1e6",
    "100n, 100n",
    "5G, 5G",
    "5000M, 5G",
    "0.0015, 1500u",
    "12E, 12E"
  })
  void isWhatTheServerStores(String written, String stored) {
    assertThat(CanonicalQuantity.of(written).toString()).isEqualTo(stored);
  }
}
