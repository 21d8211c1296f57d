package dev.penstock.runner.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class PenstockExceptionTest {
  @Test
  void oneLineSaysWhyWhatAndWhatToDo() {
    var refused =
        new ConfigurationException(
            Reason.COLUMN_NOT_FOUND,
            "Table public.orders on connection shop-db has no column updated_at",
            "Name an existing column in spec.sources[0].table.columns");
    assertThat(refused.line())
        .isEqualTo(
            "ColumnNotFound: Table public.orders on connection shop-db has no column updated_at."
                + " Name an existing column in spec.sources[0].table.columns.");
  }

  @Test
  void aReasonAlwaysHasTheSameExitCode() {
    assertThatThrownBy(() -> new TransientException(Reason.CHECK_FAILED, "Check x broke", "Look"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("CheckFailed is a matter of DATA, not of TRANSIENT: Check x broke");
  }
}
