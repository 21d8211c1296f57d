package dev.penstock.operator.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.api.EtlConnectionStatus;
import dev.penstock.api.StatusCondition;
import dev.penstock.api.model.Connection;
import dev.penstock.api.validation.Checked;
import dev.penstock.api.validation.Validator;
import dev.penstock.operator.Given;
import dev.penstock.operator.resource.EtlConnection;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ConnectionOutcomeTest {
  private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");

  private final EtlConnection connection = Given.connection("shop-db");

  private ConnectionOutcome outcome() {
    return new ConnectionOutcome(connection, NOON);
  }

  private EtlConnectionStatus status(List<String> users) {
    return outcome().status(Optional.of("postgres"), checked(), users, "1/4", Optional.empty());
  }

  private Checked<Connection> checked() {
    return new Validator().connection("shop-db", connection.getSpec());
  }

  private static StatusCondition condition(EtlConnectionStatus status, String type) {
    return status.conditions().stream()
        .filter(one -> one.type().equals(type))
        .findFirst()
        .orElseThrow();
  }

  private static Job job(String conditions) {
    return Given.job("shop-db-check", false, "conditions: [%s]".formatted(conditions));
  }

  private static Pod pod(int code, String said) {
    return Given.ended("p", Given.CREATED, code, "Error", said);
  }

  private EtlConnectionStatus after(int code, String said) {
    var result = CheckResult.of(job("{type: Complete, status: 'True'}"), List.of(pod(code, said)));
    return outcome().checked(status(List.of()), result, "2026-11-24T11:59:00Z", "hash", "please");
  }

  @Test
  void whoUsesItIsNamedInBoundsAndCounted() {
    var status = status(IntStream.range(0, 50).mapToObj("p%02d"::formatted).toList());
    assertThat(status.usedBy()).hasSize(20).startsWith("p00", "p01");
    assertThat(status.usedByCount()).isEqualTo(50);
    assertThat(condition(status, "Ready").status()).isEqualTo("True");
    assertThat(condition(status, "Reachable").reason()).isEqualTo("NotChecked");
  }

  @Test
  void aSpecThatIsWrongIsSaidSo() {
    connection.setSpec(
        Serialization.unmarshal(
            "postgres: {database: shop}", dev.penstock.api.EtlConnectionSpec.class));
    var ready = condition(status(List.of()), "Ready");
    assertThat(ready.status()).isEqualTo("False");
    assertThat(ready.reason()).isEqualTo("InvalidSpec");
    assertThat(ready.message()).contains("host");
  }

  @Test
  void whatACheckHasFoundStaysUntilTheNext() {
    var found =
        after(
            0,
            """
            {"connection":"shop-db","reachable":true,"reason":"Reachable","message":"Connection shop-db can be reached",
             "capabilities":[{"name":"Server","state":"Available","message":"PostgreSQL 18"},
                             {"name":"ReadTables","state":"Limited","message":"3 of 4"}]}\
            """);
    assertThat(condition(found, "Reachable").status()).isEqualTo("True");
    assertThat(condition(found, "Permitted").status()).isEqualTo("True");
    assertThat(found.capabilities()).hasSize(2);
    assertThat(found.lastCheckTime()).isEqualTo("2026-11-24T11:59:00Z");
    assertThat(found.checkedHash()).isEqualTo("hash");
    assertThat(found.checkedRequest()).isEqualTo("please");

    connection.setStatus(found);
    assertThat(status(List.of())).isEqualTo(found);
  }

  @Test
  void whatIsMissingIsNamed() {
    var found =
        after(
            78,
            """
            {"reachable":true,"reason":"Reachable","capabilities":[
              {"name":"PutObject","state":"Missing","message":"Allow s3:PutObject"},
              {"name":"New","state":"SomethingNewer"}, {"name":"New","state":"Available"}]}\
            """);
    assertThat(condition(found, "Reachable").status()).isEqualTo("True");
    var permitted = condition(found, "Permitted");
    assertThat(permitted.status()).isEqualTo("False");
    assertThat(permitted.message()).isEqualTo("PutObject: Allow s3:PutObject.");
    assertThat(found.capabilities()).as("each name once").hasSize(2);
  }

  @Test
  void whatIsNotReachedSaysWhyAndWhatToDo() {
    var found =
        after(
            78,
            """
            {"reachable":false,"reason":"AuthenticationFailed","message":"The server refuses the user",
             "nextStep":"Correct the Secret"}\
            """);
    var reachable = condition(found, "Reachable");
    assertThat(reachable.status()).isEqualTo("False");
    assertThat(reachable.reason()).isEqualTo("AuthenticationFailed");
    assertThat(reachable.message()).isEqualTo("The server refuses the user. Correct the Secret.");
    assertThat(found.conditions()).extracting(StatusCondition::type).doesNotContain("Permitted");
  }

  @Test
  void aCheckThatLeftNoAccountIsUnknownAndSaysWhereToLook() {
    var silent = condition(after(70, "Exception in thread main"), "Reachable");
    assertThat(silent.status()).isEqualTo("Unknown");
    assertThat(silent.reason()).isEqualTo("CheckFailed");
    assertThat(silent.message()).contains("code 70", "kubectl logs job/shop-db-check");

    var late =
        CheckResult.of(job("{type: Failed, status: 'True', reason: DeadlineExceeded}"), List.of());
    assertThat(late)
        .isInstanceOfSatisfying(
            CheckResult.NotMade.class,
            none -> {
              assertThat(none.reason()).isEqualTo("CheckTimedOut");
              assertThat(none.message()).contains("quota", "kubectl describe job shop-db-check");
            });
  }

  @Test
  void withoutChecksNothingOldIsTold() {
    connection.setStatus(after(0, "{\"reachable\":true,\"reason\":\"Reachable\"}"));
    var off = outcome().unchecked("ChecksOff", "None are made.");
    var status =
        outcome().status(Optional.of("postgres"), checked(), List.of(), "0", Optional.of(off));
    assertThat(condition(status, "Reachable").reason()).isEqualTo("ChecksOff");
    assertThat(status.lastCheckTime()).isNull();
    assertThat(status.capabilities()).isNull();
  }

  @Test
  void aStatusStaysFarBelowItsBound() {
    var many =
        IntStream.range(0, 100)
            .mapToObj(i ->
                "{\"name\":\"C%d\",\"state\":\"Missing\",\"message\":\"%s\"}"
                    .formatted(i, "ü".repeat(3000)))
            .toList();
    var found =
        after(
            78,
            "{\"reachable\":true,\"reason\":\"Reachable\",\"capabilities\":["
                + String.join(",", many)
                + "]}");
    assertThat(Serialization.asJson(found).getBytes(java.nio.charset.StandardCharsets.UTF_8).length)
        .isLessThan(12_000);
  }
}
