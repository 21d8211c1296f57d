package dev.penstock.api.validation;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QuantityTest {
  @ParameterizedTest
  @CsvSource({
    "0,0",
    "1,1",
    "500m,0.5",
    "1.5,1.5",
    ".5,0.5",
    "5.,5",
    "+2,2",
    "-2,-2",
    "1k,1000",
    "1Ki,1024",
    "2Gi,2147483648",
    "1e3,1000",
    "1E3,1000",
    "1e-3,0.001",
    "1E,1000000000000000000",
    "100n,0.0000001"
  })
  void aQuantityHasTheValueThatKubernetesGivesIt(String text, BigDecimal value) {
    assertThat(Quantity.parse(text))
        .hasValueSatisfying(v -> assertThat(v).isEqualByComparingTo(value));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", " ", ".", "Gi", "1 Gi", "1GiB", "1K", "1gi", "1.2.3", "1e", "0x1", "NaN"})
  void anythingElseIsNone(String text) {
    assertThat(Quantity.parse(text)).isEmpty();
  }
}
