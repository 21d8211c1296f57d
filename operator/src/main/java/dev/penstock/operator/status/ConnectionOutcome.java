package dev.penstock.operator.status;

import dev.penstock.api.CapabilityState;
import dev.penstock.api.ConnectionCapability;
import dev.penstock.api.EtlConnectionStatus;
import dev.penstock.api.StatusCondition;
import dev.penstock.api.model.Connection;
import dev.penstock.api.runner.CheckMessage;
import dev.penstock.api.validation.Checked;
import dev.penstock.operator.resource.EtlConnection;
import dev.penstock.operator.status.Conditions.State;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What is said of a connection, built new from what was observed. */
public final class ConnectionOutcome {
  /** Whether the spec is valid. */
  public static final String READY = "Ready";

  /** Whether the last check could connect. */
  public static final String REACHABLE = "Reachable";

  /** Whether the credentials may do what runs need. */
  public static final String PERMITTED = "Permitted";

  /** The reason of a check that the API server did not let be made. */
  public static final String CHECK_REFUSED = "CheckRefused";

  private static final int NAMED = 20;
  private static final int CAPABILITIES = 16;
  private static final int FOUND = 400;

  private final EtlConnection connection;
  private final @Nullable EtlConnectionStatus before;
  private final Conditions conditions;

  /**
   * @param now for conditions that change
   */
  public ConnectionOutcome(EtlConnection connection, Instant now) {
    this.connection = connection;
    this.before = connection.getStatus();
    this.conditions =
        new Conditions(
            before == null ? null : before.conditions(),
            connection.getMetadata().getGeneration(),
            now);
  }

  /**
   * What is said apart from checks, which stay as they were.
   *
   * @param kind of the connection, if it has one
   * @param checked by the validator
   * @param pipelines that use it, by name
   * @param runs that use it
   * @param checks why none are made; empty: they are
   */
  public EtlConnectionStatus status(
      Optional<String> kind,
      Checked<Connection> checked,
      List<String> pipelines,
      @Nullable String runs,
      Optional<StatusCondition> checks) {
    var said = new ArrayList<StatusCondition>();
    said.add(ready(checked));
    if (checks.isPresent()) {
      said.add(checks.get());
    } else {
      kept(REACHABLE).ifPresentOrElse(said::add, () -> said.add(notChecked()));
      kept(PERMITTED).ifPresent(said::add);
    }
    var keeps = checks.isEmpty() ? before : null;
    return new EtlConnectionStatus(
        connection.getMetadata().getGeneration(),
        kind.orElse(null),
        pipelines.isEmpty() ? null : pipelines.stream().limit(NAMED).toList(),
        pipelines.size(),
        runs,
        keeps == null ? null : keeps.lastCheckTime(),
        keeps == null ? null : keeps.checkedHash(),
        keeps == null ? null : keeps.checkedRequest(),
        List.copyOf(said),
        keeps == null ? null : keeps.capabilities(),
        null);
  }

  /** {@return that no check is made of it, and why} */
  public StatusCondition unchecked(String reason, String message) {
    return conditions.condition(REACHABLE, State.UNKNOWN, reason, message);
  }

  private StatusCondition notChecked() {
    return unchecked("NotChecked", "No check has ended yet.");
  }

  private StatusCondition ready(Checked<Connection> checked) {
    return switch (checked) {
      case Checked.Valid<Connection>(var valid) ->
          conditions.condition(READY, State.TRUE, "Valid", "The spec is valid.");
      case Checked.Invalid<Connection>(var findings) -> {
        var invalid = Readiness.invalid(findings);
        yield conditions.condition(
            READY, State.FALSE, invalid.reason(), invalid.message(), Bounded.READY);
      }
    };
  }

  private Optional<StatusCondition> kept(String type) {
    return before == null
        ? Optional.empty()
        : Objects.requireNonNullElse(before.conditions(), List.<StatusCondition>of()).stream()
            .filter(condition -> type.equals(condition.type()))
            .findFirst();
  }

  /**
   * {@return a status with what a check has found}
   *
   * @param ended when it did, RFC 3339
   * @param hash of the spec that it was about
   * @param request that it answers
   */
  public EtlConnectionStatus checked(
      EtlConnectionStatus status,
      CheckResult result,
      String ended,
      @Nullable String hash,
      @Nullable String request) {
    var said =
        new ArrayList<>(
            Objects.requireNonNullElse(status.conditions(), List.<StatusCondition>of()).stream()
                .filter(condition -> READY.equals(condition.type()))
                .toList());
    List<ConnectionCapability> found = List.of();
    switch (result) {
      case CheckResult.Found(var message) -> {
        found = bounded(message.capabilities());
        said.add(reachable(message));
        if (Boolean.TRUE.equals(message.reachable())) {
          said.add(permitted(found));
        }
      }
      case CheckResult.NotMade(var reason, var message) -> said.add(unchecked(reason, message));
    }
    return new EtlConnectionStatus(
        status.observedGeneration(),
        status.kind(),
        status.usedBy(),
        status.usedByCount(),
        status.runs(),
        ended,
        hash,
        request,
        List.copyOf(said),
        found.isEmpty() ? null : found,
        null);
  }

  private StatusCondition reachable(CheckMessage message) {
    var state = message.reachable() == null ? State.UNKNOWN : State.of(message.reachable());
    var sentences =
        Stream.of(message.message(), message.nextStep())
            .map(Sentence::full)
            .filter(sentence -> !sentence.isEmpty())
            .collect(Collectors.joining(" "));
    return conditions.condition(
        REACHABLE, state, Objects.requireNonNullElse(message.reason(), "NotKnown"), sentences);
  }

  private StatusCondition permitted(List<ConnectionCapability> found) {
    var missing = found.stream().filter(one -> one.state() == CapabilityState.MISSING).toList();
    return missing.isEmpty()
        ? conditions.condition(
            PERMITTED, State.TRUE, "NothingMissing", "The credentials may do what runs need.")
        : conditions.condition(
            PERMITTED,
            State.FALSE,
            "CapabilityMissing",
            missing.stream()
                .map(one -> "%s: %s".formatted(one.name(), Sentence.full(one.message())))
                .collect(Collectors.joining(" ")));
  }

  /** A list that merges by name holds each name once. */
  private static List<ConnectionCapability> bounded(@Nullable List<ConnectionCapability> found) {
    var byName = new LinkedHashMap<String, ConnectionCapability>();
    for (var one : Objects.requireNonNullElse(found, List.<ConnectionCapability>of())) {
      if (one.name() != null && byName.size() < CAPABILITIES) {
        byName.putIfAbsent(
            one.name(),
            new ConnectionCapability(
                Bounded.text(one.name(), Bounded.WORD),
                Objects.requireNonNullElse(one.state(), CapabilityState.UNKNOWN),
                Bounded.nullable(one.message(), FOUND)));
      }
    }
    return List.copyOf(byName.values());
  }
}
