package dev.penstock.sandbox.smoke;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.sandbox.redshift.StandIn;
import dev.penstock.sandbox.redshift.WithStandIn;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(WithStandIn.class)
class SmokeIT {
  @TempDir private Path folder;

  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private final Smoke smoke = new Smoke(new PrintStream(printed, true, StandardCharsets.UTF_8));

  @Test
  void theStandInAnswersAllThirtyQuestionsAsExpected(StandIn redshift) throws Exception {
    int different = smoke.run(request(redshift.manifests(), Set.of()));

    String text = printed.toString(StandardCharsets.UTF_8);
    assertThat(text.lines().filter(line -> line.matches(" ?\\d+ ok .*"))).as(text).hasSize(30);
    assertThat(text).endsWith("30 of 30 as expected%n".formatted());
    assertThat(different).isZero();
    System.out.println(text);
  }

  @Test
  void nothingIsLeftBehind(StandIn redshift) throws Exception {
    smoke.run(request(redshift.manifests(), Set.of(1, 4)));

    try (Connection connection = redshift.connect()) {
      assertThat(
              StandIn.all(
                  connection,
                  "SELECT nspname FROM pg_namespace WHERE nspname LIKE 'penstock_smoke%'"))
          .isEmpty();
    }
    assertThat(
            redshift
                .s3()
                .listObjectsV2(b -> b.bucket(StandIn.BUCKET).prefix(Smoke.PREFIX))
                .contents())
        .isEmpty();
  }

  /** A warehouse of PostgreSQL's manners would not pass for Redshift. */
  @Test
  void anotherAnswerIsCountedAndShownBesideTheExpectedOne(StandIn redshift) throws Exception {
    String wrongRole = redshift.manifests().replace("123456789012", "no-account");

    int different = smoke.run(request(wrongRole, Set.of(10)));

    assertThat(different).isOne();
    assertThat(printed.toString(StandardCharsets.UTF_8))
        .contains("10 DIFFERENT", "expected  3 rows", "seen      failed:", "0 of 1 as expected");
  }

  @Test
  void filesWithoutAWarehouseAreRefusedByName(StandIn redshift) throws Exception {
    String none = redshift.manifests().replace("redshift:", "postgres:");

    assertThatThrownBy(() -> smoke.run(request(none, Set.of())))
        .isInstanceOf(WrongConnectionException.class)
        .hasMessage("The files have no EtlConnection of kind redshift");
  }

  private Smoke.Request request(String manifests, Set<Integer> numbers) throws Exception {
    Path file = Files.writeString(folder.resolve("connections.yaml"), manifests);
    return new Smoke.Request(List.of(file), Optional.empty(), Optional.empty(), numbers);
  }
}
