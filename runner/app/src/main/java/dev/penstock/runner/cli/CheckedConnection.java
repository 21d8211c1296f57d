package dev.penstock.runner.cli;

import dev.penstock.api.CapabilityState;
import dev.penstock.api.ConnectionCapability;
import dev.penstock.api.model.Connection;
import dev.penstock.api.runner.CheckMessage;
import dev.penstock.api.runner.ExitCode;
import dev.penstock.runner.spi.InternalException;
import dev.penstock.runner.spi.PenstockException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What a check has found about one connection.
 *
 * @param failure why it was not reached; empty: it was
 * @param capabilities nothing without a connection
 */
record CheckedConnection(
    Connection connection,
    Optional<PenstockException> failure,
    List<ConnectionCapability> capabilities) {
  CheckedConnection {
    capabilities = List.copyOf(capabilities);
  }

  CheckMessage message() {
    var name = connection.name();
    var kind = connection.getClass().getSimpleName().toLowerCase(Locale.ROOT);
    return failure
        .map(e ->
            new CheckMessage(
                name,
                kind,
                // A bug of ours says nothing about the other side.
                e instanceof InternalException ? null : false,
                e.reason().toString(),
                e.message(),
                e.nextStep(),
                null))
        .orElseGet(() ->
            new CheckMessage(
                name,
                kind,
                true,
                CheckMessage.REACHABLE,
                "Connection %s can be reached".formatted(name),
                null,
                capabilities));
  }

  /** {@return how a process ends that has checked this one alone} */
  ExitCode exitCode() {
    return failure
        .map(Main::exitCode)
        .orElse(
            capabilities.stream().anyMatch(one -> one.state() == CapabilityState.MISSING)
                ? ExitCode.CONFIGURATION
                : ExitCode.DONE);
  }
}
