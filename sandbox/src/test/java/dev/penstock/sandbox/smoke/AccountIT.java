package dev.penstock.sandbox.smoke;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.sandbox.faults.Armed;
import dev.penstock.sandbox.redshift.StandIn;
import dev.penstock.sandbox.redshift.WithStandIn;
import dev.penstock.sandbox.s3.faults.Requests;
import dev.penstock.sandbox.s3.faults.StoreFault;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(WithStandIn.class)
class AccountIT {
  private static final String SCHEMA = "penstock_smoke_account";

  @TempDir private Path folder;

  @Test
  void whatRedshiftDoesNotTakeIsRefused(StandIn redshift) throws Exception {
    try (Connection session = redshift.connect()) {
      assertThat(Account.refused(session, "CREATE SEQUENCE s")).isEqualTo("refused");
      assertThat(Account.refused(session, "SELECT 1")).isEqualTo("accepted");
      assertThat(Account.refused(session, "UNLOAD")).contains("not known to the stand-in");
    }
  }

  @Test
  void missingRightsAreNoRefusal(StandIn redshift) throws Exception {
    try (Connection session = redshift.connect()) {
      assertThat(Account.refused(session, "CREATE TABLE information_schema.t (id INT)"))
          .startsWith("42501 ");
    }
  }

  @Test
  void aLostConnectionIsNoRefusal(StandIn redshift) throws Exception {
    Connection session = redshift.connect();
    session.close();

    assertThat(Account.refused(session, "CREATE SEQUENCE s")).startsWith("08");
  }

  @Test
  void aFileThatMayNotBeReadIsNoRefusal(StandIn redshift) throws Exception {
    redshift.putText("account/1.txt", "1\n");
    try (Connection session = redshift.connect();
        Armed<StoreFault> ignored =
            redshift
                .way()
                .faults()
                .when(Requests.of("GET", "acme-lake/account/.*"))
                .times(100_000)
                .deny()) {
      StandIn.run(session, "CREATE TABLE sales.t (id INT)");

      assertThat(
              Account.refused(
                  session,
                  "COPY sales.t FROM 's3://%s/account/1.txt' IAM_ROLE '%s'"
                      .formatted(StandIn.BUCKET, StandIn.ROLE)))
          .contains("Access Denied");
    }
  }

  @Test
  void aCaseThatIsOverOpensNoSession(StandIn redshift) throws Exception {
    Path file = Files.writeString(folder.resolve("connections.yaml"), redshift.manifests());
    ConnectionFiles files = ConnectionFiles.read(List.of(file));
    try (Lake lake = files.lake(Optional.empty(), Smoke.PREFIX + "/account")) {
      Account account =
          new Account(files.warehouse(Optional.empty(), folder), lake, folder, SCHEMA);
      Connection session = account.session();
      account.close();

      assertThat(session.isClosed()).isTrue();
      assertThatThrownBy(account::session)
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("The case with schema penstock_smoke_account is over");
    }
  }
}
