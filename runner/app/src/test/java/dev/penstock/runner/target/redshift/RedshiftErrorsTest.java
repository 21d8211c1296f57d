package dev.penstock.runner.target.redshift;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazon.redshift.util.RedshiftException;
import com.amazon.redshift.util.ServerErrorMessage;
import dev.penstock.runner.Produces;
import dev.penstock.runner.spi.ConfigurationException;
import dev.penstock.runner.spi.DataException;
import dev.penstock.runner.spi.PenstockException;
import dev.penstock.runner.spi.Reason;
import dev.penstock.runner.spi.TransientException;
import java.io.IOException;
import java.net.SocketException;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RedshiftErrorsTest {
  @Produces(Reason.WAREHOUSE_UNAVAILABLE)
  @Test
  void aSerialisationConflictAsRedshiftSendsItIsTransient() {
    var conflict =
        new RedshiftException(
            new ServerErrorMessage(
                "SERROR\0CXX000\0M1023\0DSerializable isolation violation on table - 1\0"));

    assertThat(RedshiftErrors.translate("warehouse", conflict))
        .isInstanceOf(TransientException.class)
        .extracting(PenstockException::reason)
        .isEqualTo(Reason.WAREHOUSE_UNAVAILABLE);
  }

  @ParameterizedTest
  @CsvSource({
    "40001", "40P01", "57014", "57P01", "53300", "58030", "08006", "XX000", "42P07", "''"
  })
  void whatPassesIsTransient(String state) {
    assertThat(RedshiftErrors.translate("warehouse", new SQLException("m", state)))
        .isInstanceOf(TransientException.class);
  }

  @Test
  void aSocketThatIsResetWhileRowsAreReadIsALostConnection() {
    var reset = new SQLException("m", "99999", new IOException(new SocketException("reset")));
    assertThat(RedshiftErrors.translate("warehouse", reset).reason())
        .isEqualTo(Reason.CONNECTION_LOST);
    assertThat(RedshiftErrors.translate("warehouse", new SQLException("m", "99999")))
        .isInstanceOf(ConfigurationException.class);
  }

  @ParameterizedTest
  @CsvSource({"22001", "23502"})
  void whatTheDataCausesIsTheDatas(String state) {
    assertThat(RedshiftErrors.translate("warehouse", new SQLException("m", state)))
        .isInstanceOf(DataException.class);
  }

  @ParameterizedTest
  @CsvSource({"28P01,AUTHENTICATION_FAILED", "42501,PERMISSION_DENIED", "3D000,DATABASE_NOT_FOUND"})
  void whatTheConnectionHasWrongNamesIt(String state, Reason reason) {
    var error = RedshiftErrors.translate("warehouse", new SQLException("no", state));

    assertThat(error).isInstanceOf(ConfigurationException.class);
    assertThat(error.reason()).isEqualTo(reason);
    assertThat(error.message()).startsWith("Warehouse warehouse: no");
  }

  @Produces(Reason.STATEMENT_REFUSED)
  @ParameterizedTest
  @CsvSource({"0A000", "42601", "42883"})
  void aStatementThatTheWarehouseDoesNotTakeIsRefusedWithItsWords(String state) {
    assertThat(
            RedshiftErrors.translate("warehouse", new SQLException("not supported", state)).line())
        .isEqualTo(
            "StatementRefused: Warehouse warehouse: not supported (SQLSTATE %s). Correct what it names."
                .formatted(state));
  }

  @Test
  void aValueThatTheServerQuotesIsNotShown() {
    var error =
        RedshiftErrors.translate(
            "warehouse", new SQLException("invalid input syntax: \"s3cret\"", "22P02"));
    assertThat(error.line())
        .isEqualTo(
            "LoadRefused: Warehouse warehouse refuses a value (SQLSTATE 22P02)."
                + " Correct the value in a step, or widen its column.");
    assertThat(error).hasNoCause();
  }
}
